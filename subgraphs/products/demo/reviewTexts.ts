/** What customers say: stars, title, text, and here and there the shop's reply. */
export type DemoReview = readonly [rating: number, title: string, body: string, reply?: string];

const ANYWHERE: readonly DemoReview[] = [
  [
    5,
    'Exactly as described',
    'Arrived in two days, wrapped in paper and nothing else. It looks like the picture, only better in daylight.',
  ],
  [
    4,
    'Lovely, if not cheap',
    'I thought about it for a month. Now I wonder why I waited. One star off for the price.',
  ],
  [5, 'The second one I bought', 'The first was a present, and I could not stop thinking about it.'],
  [
    4,
    'Good quality',
    'Well made and solid. The colour is a little warmer than on my screen, which I have come to like.',
  ],
  [
    3,
    'Nice, but smaller than I thought',
    'I should have read the measurements. What there is of it is very good.',
    'Thank you for saying so. If it is too small for you, send it back within thirty days, and we pay for the parcel.',
  ],
  [5, 'A present that was a success', 'My sister asked where it is from before she had it out of the box.'],
  [
    2,
    'Came with a scratch',
    'It is on the back and I can live with it, but it should have been seen before it was sent.',
    'You are right, and we are sorry. A new one is on its way; keep or give away the first.',
  ],
];

const KITCHEN: readonly DemoReview[] = [
  [
    5,
    'In use every day',
    'Three months, twice a day, straight from the dishwasher to the table. Not a mark on it.',
  ],
  [5, 'Feels right in the hand', 'Hard to explain until you hold it. The weight is just where it should be.'],
  [
    4,
    'Beautiful and practical',
    'It stacks, it cleans easily, and guests ask about it. I would like a larger size.',
  ],
  [5, 'Cooking is more fun', 'It sounds silly, but good things make me cook more often.'],
  [4, 'Robust', 'Fell into the sink and the sink has a dent. Four stars for the sink.'],
  [3, 'Needs some care', 'You have to treat it well. If you do, it thanks you for it.'],
];

const LIVING: readonly DemoReview[] = [
  [5, 'Changed the room', 'We moved a chair next to it and now everybody wants to sit there.'],
  [5, 'Warm and calm', 'Exactly the mood I was looking for. The material feels honest.'],
  [4, 'Very good work', 'You can see that somebody took the time. Delivery took a week.'],
  [5, 'Even nicer in the evening', 'I bought it for the colour and kept it for how it looks after sunset.'],
  [4, 'The cat approves', 'It was occupied within minutes and has not been free since.'],
  [3, 'Solid, but plain', 'Does what it should. I had hoped for a bit more character.'],
];

const BATH: readonly DemoReview[] = [
  [5, 'Soft after many washes', 'Ten washes in, and it is softer than on the first day.'],
  [5, 'Smells like a walk', 'Subtle, not like perfume. My skin has had no complaints.'],
  [4, 'Small luxury', 'Makes Monday morning a little better. Lasts longer than I thought.'],
  [
    5,
    'No plastic, no nonsense',
    'A short list of ingredients and a parcel without plastic. More of this, please.',
  ],
  [3, 'Good, but takes long to dry', 'In our small bathroom it needs a day. Otherwise very happy.'],
];

const DESK: readonly DemoReview[] = [
  [5, 'Lies flat, as promised', 'I have filled half of it, and it still opens like on the first day.'],
  [5, 'On the road every day', 'Rain, trains, a spilled coffee. It only gets better.'],
  [4, 'Thoughtful details', 'Everything is where you look for it. I would take a larger one at once.'],
  [5, 'Makes me write again', 'My letters have become longer. So have the answers.'],
  [4, 'Well made', 'Straight seams, clean edges, and it smells good too.'],
];

export const REVIEWS: Readonly<Record<string, readonly DemoReview[]>> = {
  kitchen: [...KITCHEN, ...ANYWHERE],
  living: [...LIVING, ...ANYWHERE],
  bath: [...BATH, ...ANYWHERE],
  'desk-and-carry': [...DESK, ...ANYWHERE],
};

export const AUTHORS: readonly string[] = [
  'Amara N.',
  'Anton R.',
  'Astrid L.',
  'Beatriz F.',
  'Claire D.',
  'Daniel O.',
  'Elif Y.',
  'Emma S.',
  'Felix W.',
  'Giulia B.',
  'Hanna K.',
  'Ines M.',
  'Jakob T.',
  'Jamal A.',
  'Katja P.',
  'Lena H.',
  'Louise G.',
  'Marek Z.',
  'Mia V.',
  'Noah E.',
  'Oskar J.',
  'Paula C.',
  'Rafael Q.',
  'Sofie N.',
  'Theo B.',
  'Tomasz W.',
  'Ulla R.',
  'Yuki I.',
];
