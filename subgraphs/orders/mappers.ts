import type { PaymentId, UserId } from '../../kernel/ids.ts';
import type { OrderForPayment } from './access/orderForPayment.ts';
import type { Order, OrderLine } from './order.ts';
import type { Promotion } from './promotions/promotion.ts';
import type { Quote } from './quotes/quote.ts';
import type { Report } from './reports/report.ts';

export type OrderMapper = Order;
export type OrderLineMapper = OrderLine;
export type OrderForPaymentMapper = OrderForPayment;
export type PromotionMapper = Promotion;
export type QuoteMapper = Quote;
export type PaymentMapper = Readonly<{ id: PaymentId; clientSecret: string | null }>;
export type UserMapper = Readonly<{ id: UserId }>;
export type SalesReportMapper = Report;
