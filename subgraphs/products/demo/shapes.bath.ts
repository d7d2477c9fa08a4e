import { box, line, moved, oval, path, type Shape, shadow, times } from './scene.ts';

export const towels: Shape = ({ flat, dark, light, pale, base }) =>
  shadow(505, 812, 360, 50) +
  times(3, (at) => {
    const y = 730 - at * 118;
    const x = 215 + at * 14;
    return (
      box(x, y - 30, 570 - at * 22, 112, 54, dark) +
      box(x, y - 36, 570 - at * 22, 108, 54, at === 1 ? base : flat) +
      line(`M${x + 60},${y + 18} L${x + 530 - at * 22},${y + 18}`, dark, 4) +
      line(`M${x + 50},${y - 16} L${x + 420},${y - 16}`, light, 5) +
      box(x + 430, y - 36, 26, 108, 2, pale)
    );
  });

export const robe: Shape = ({ flat, dark, light, base }) =>
  line('M500,150 C500,110 550,110 548,150 C546,185 500,180 500,215', '#7d6a52', 11) +
  line('M340,285 C430,215 570,215 660,285', '#a9825a', 20) +
  path(
    'M345,280 L500,236 L655,280 L760,640 L668,668 L628,480 L650,850 L350,850 L372,480 L332,668 L240,640 Z',
    flat,
  ) +
  path('M500,236 L430,262 L486,560 L500,850 L514,560 L570,262 Z', dark) +
  path('M430,262 L476,560 L500,470 Z', light) +
  path('M570,262 L524,560 L500,470 Z', light) +
  box(360, 556, 280, 40, 10, base) +
  line('M512,580 L540,720 M500,580 L490,700', dark, 14);

export const mat: Shape = ({ flat, dark, light, base }) =>
  shadow(505, 790, 440, 90) +
  path(
    'M240,610 L760,610 Q790,610 800,634 L880,810 Q890,846 850,846 L150,846 Q110,846 120,810 L200,634 Q210,610 240,610 Z',
    dark,
  ) +
  path(
    'M240,600 L760,600 Q790,600 800,624 L880,800 Q890,834 850,834 L150,834 Q110,834 120,800 L200,624 Q210,600 240,600 Z',
    flat,
  ) +
  times(8, (row) =>
    times(18, (at) =>
      oval(205 - row * 9 + at * (35 + row * 1.05), 626 + row * 27, 12, 7, (at + row) % 2 ? light : base),
    ),
  );

export const soap: Shape = ({ flat, dark, light, wood }) =>
  shadow(505, 806, 350, 46) +
  box(215, 752, 570, 50, 22, wood) +
  times(4, (at) => box(260 + at * 140, 742, 60, 22, 6, '#9a7148')) +
  path(
    'M275,590 Q275,560 310,560 L690,560 Q725,560 725,590 L745,710 Q748,748 705,748 L295,748 Q252,748 255,710 Z',
    dark,
  ) +
  path(
    'M275,574 Q275,544 310,544 L690,544 Q725,544 725,574 L738,676 Q740,706 705,706 L295,706 Q260,706 262,676 Z',
    flat,
  ) +
  box(400, 590, 200, 70, 14, light) +
  line('M430,625 L570,625', dark, 6);

export const pumpBottle: Shape = ({ body, dark, pale }) =>
  shadow(510, 806, 210, 38) +
  box(360, 430, 282, 376, 46, body) +
  box(440, 372, 122, 66, 14, dark) +
  box(484, 280, 34, 100, 8, '#45403a') +
  path('M400,262 L560,262 Q584,262 584,286 L584,300 L470,300 L400,286 Z', '#45403a') +
  box(396, 540, 210, 170, 8, pale) +
  line('M426,590 L576,590 M446,626 L556,626 M466,660 L536,660', dark, 6);

export const jar: Shape = ({ body, glass, dark, pale, wood }) =>
  shadow(510, 806, 250, 42) +
  box(325, 430, 352, 376, 54, glass) +
  path('M340,560 L662,560 L662,740 Q662,792 612,792 L390,792 Q340,792 340,740 Z', body) +
  times(26, (at) => oval(362 + ((at * 47) % 280), 580 + ((at * 31) % 40), 13, 10, pale)) +
  box(310, 368, 382, 76, 22, wood) +
  box(410, 630, 182, 110, 8, '#f5efe2') +
  line('M440,668 L562,668 M460,702 L542,702', dark, 6);

export const brush: Shape = ({ flat, base, dark, light, wood }) =>
  shadow(505, 760, 420, 50) +
  moved(
    'rotate(-16 500 640)',
    times(22, (at) => line(`M${112 + at * 15},660 L${106 + at * 15.6},752`, at % 2 ? base : dark, 9)) +
      path(
        'M90,600 C90,570 140,560 280,560 C420,560 450,586 520,596 L900,600 Q930,604 930,628 Q930,652 900,652 L520,656 C450,664 420,676 280,676 C140,676 90,664 90,636 Z',
        wood,
      ) +
      line('M140,590 C220,576 340,578 440,596', '#e0bd94', 7) +
      `<circle cx="890" cy="626" r="10" fill="#5a3d24"/>` +
      box(110, 652, 340, 16, 6, light) +
      box(110, 660, 340, 10, 4, flat),
  );

export const tube: Shape = ({ body, dark, pale, light }) =>
  shadow(510, 806, 190, 34) +
  path('M370,260 L632,260 L598,700 L404,700 Z', body) +
  box(362, 226, 278, 44, 6, dark) +
  times(13, (at) => line(`M${376 + at * 21},232 L${376 + at * 21},264`, light, 3)) +
  box(416, 700, 170, 106, 16, '#45403a') +
  box(424, 420, 152, 150, 6, pale) +
  line('M446,460 L554,460 M462,496 L538,496 M476,530 L524,530', dark, 6);
