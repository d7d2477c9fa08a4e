import type { BackOfficePorts } from './backOffice/ports.ts';
import type { CheckoutPorts } from './checkout/ports.ts';
import type { DocumentPorts } from './documents/ports.ts';
import type { PrivacyPorts } from './privacy/ports.ts';

/** Everything that orders needs from outside. Each folder states its part in its own ports.ts. */
export type Ports = CheckoutPorts & DocumentPorts & BackOfficePorts & PrivacyPorts;
