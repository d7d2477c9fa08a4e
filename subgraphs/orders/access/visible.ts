import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Order } from '../order.ts';

/** The order, if it is the viewer's own or the viewer is staff; somebody else's is as if it did not exist. */
export const visibleTo = (viewer: Viewer, order: Order | null): Order | null =>
  order && (isStaff(viewer) || (order.ownerId !== null && order.ownerId === ownerOf(viewer))) ? order : null;
