import type { OrderId } from '../../kernel/ids.ts';
import { currentOf, type Payment } from './payment.ts';
import type { Ports } from './ports.ts';
import { settle } from './sightings/apply.ts';

/** How an order's payment stands by the provider's word of now; silence is an outage. */
export const paymentStateFor =
  (ports: Ports) =>
  async (orderId: OrderId): Promise<Payment | null> => {
    const [known = []] = await ports.payments.ofOrders([orderId]);
    const payment = currentOf(known);
    return payment && settle(ports)(payment.id);
  };
