import type { PaymentId, UserId } from '../../kernel/ids.ts';
import type { Report } from './backOffice/salesReport.ts';
import type { Order, OrderLine } from './order/order.ts';
import type { OrderForPayment } from './order/queries.ts';
import type { Promotion } from './pricing/promotion.ts';
import type { Quote } from './pricing/quote.ts';

export type OrderMapper = Order;
export type OrderLineMapper = OrderLine;
export type OrderForPaymentMapper = OrderForPayment;
export type PromotionMapper = Promotion;
export type QuoteMapper = Quote;
export type PaymentMapper = Readonly<{ id: PaymentId; clientSecret: string | null }>;
export type UserMapper = Readonly<{ id: UserId }>;
export type SalesReportMapper = Report;
