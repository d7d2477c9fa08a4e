import { expect, test } from 'vitest';
import { stageOf } from './snapshot.stripe.ts';

test('R11: every status of a dispute is an inquiry, open, won, lost or over', () => {
  const stages = {
    INQUIRY: ['warning_needs_response', 'warning_under_review'],
    OPEN: [
      'needs_response',
      'under_review',
      'appeal_needs_response',
      'appeal_under_review',
      'a_status_to_come',
      'toString',
    ],
    WON: ['won'],
    LOST: ['lost'],
    CLOSED: ['warning_closed', 'prevented'],
  };
  for (const [stage, statuses] of Object.entries(stages))
    for (const status of statuses) expect(stageOf(status), status).toBe(stage);
});
