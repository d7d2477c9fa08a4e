import { box, line, moved, oval, path, type Shape, shadow, times } from './scene.ts';

export const notebook: Shape = ({ flat, dark, light, pale, deep }) =>
  shadow(520, 800, 340, 60) +
  moved(
    'rotate(-6 500 540)',
    box(298, 228, 440, 590, 18, deep) +
      box(290, 222, 436, 584, 14, '#f4eee2') +
      box(278, 214, 436, 584, 16, flat) +
      box(278, 214, 52, 584, 14, dark) +
      line('M330,220 L330,792', light, 3) +
      box(634, 214, 18, 584, 0, dark) +
      box(400, 330, 190, 110, 6, pale) +
      line('M430,368 L560,368 M450,402 L540,402', dark, 6),
  );

export const planner: Shape = ({ flat, dark, light, base }) =>
  shadow(505, 800, 420, 60) +
  path(
    'M90,330 C220,290 400,300 500,350 C600,300 780,290 910,330 L930,780 C790,744 600,752 500,800 C400,752 210,744 70,780 Z',
    dark,
  ) +
  path('M110,316 C230,282 400,292 500,340 L500,782 C400,736 220,728 90,760 Z', '#fbf7ee') +
  path('M890,316 C770,282 600,292 500,340 L500,782 C600,736 780,728 910,760 Z', '#f3ecdf') +
  times(6, (at) =>
    line(
      `M${146 - at * 4},${380 + at * 58} C240,${352 + at * 58} 370,${358 + at * 58} 468,${394 + at * 58}`,
      '#cfc4b0',
      4,
    ),
  ) +
  times(6, (at) =>
    line(
      `M${854 + at * 4},${380 + at * 58} C760,${352 + at * 58} 630,${358 + at * 58} 532,${394 + at * 58}`,
      '#cfc4b0',
      4,
    ),
  ) +
  times(3, (at) => oval(606 + at * 96, 408 + at * 110 - at * 12, 30, 26, at % 2 ? light : base)) +
  path('M690,300 L740,298 L744,470 L718,446 L692,470 Z', flat);

export const pencils: Shape = ({ base, dark, light, body }) =>
  shadow(510, 806, 230, 40) +
  [-17, -8, 1, 10, 19]
    .map((turn, at) =>
      moved(
        `rotate(${turn} 500 820)`,
        path('M476,300 L500,216 L524,300 Z', '#e2c39a') +
          path('M491,248 L500,216 L509,248 Z', '#2f2a26') +
          box(476, 298, 48, 380, 2, [base, dark, light, base, dark][at] ?? base) +
          line('M492,304 L492,670', '#ffffff55', 6),
      ),
    )
    .join('') +
  path('M372,560 L392,780 Q396,806 424,806 L576,806 Q604,806 608,780 L628,560 Z', body) +
  oval(500, 560, 128, 26, light) +
  path('M372,560 C400,596 600,596 628,560 C600,584 400,584 372,560 Z', dark);

export const letters: Shape = ({ flat, base, dark, light, pale }) =>
  shadow(505, 800, 380, 56) +
  moved(
    'rotate(5 560 520)',
    box(320, 260, 460, 500, 8, '#fbf7ee') +
      times(7, (at) => line(`M366,${330 + at * 52} L${at === 6 ? 560 : 734},${330 + at * 52}`, '#d5cab7', 4)),
  ) +
  moved(
    'rotate(-5 450 620)',
    box(170, 480, 600, 340, 12, dark) +
      box(164, 472, 600, 338, 12, flat) +
      path('M164,490 Q164,472 182,472 L746,472 Q764,472 764,490 L480,690 Q464,700 448,690 Z', light) +
      line('M168,484 L450,686 Q464,696 478,686 L760,484', dark, 4) +
      `<circle cx="464" cy="672" r="40" fill="${base}"/><circle cx="460" cy="667" r="33" fill="${pale}"/>`,
  );

export const tray: Shape = ({ flat, dark, light, base, metal }) =>
  shadow(505, 800, 430, 70) +
  path('M200,600 L800,600 L910,760 L90,760 Z', dark) +
  path('M225,616 L775,616 L866,748 L134,748 Z', light) +
  line('M330,700 L560,640', '#2f2a26', 13) +
  line('M330,700 L318,703', '#c2a14d', 13) +
  box(590, 640, 140, 80, 8, '#f7f1e5') +
  line('M612,664 L700,664 M612,690 L680,690', '#cfc4b0', 5) +
  oval(250, 690, 40, 18, metal) +
  path('M90,760 L910,760 L900,826 Q898,840 880,840 L120,840 Q102,840 100,826 Z', flat) +
  box(440, 782, 120, 24, 12, base);

export const tote: Shape = ({ flat, dark, light, base, pale }) =>
  line('M400,400 C390,170 610,170 600,400', dark, 26) +
  shadow(505, 812, 330, 46) +
  path('M260,380 L740,380 L780,790 Q782,812 758,812 L242,812 Q218,812 220,790 Z', flat) +
  path('M740,380 L780,790 Q782,812 758,812 L700,812 L680,380 Z', dark) +
  line('M384,392 C372,180 628,180 616,392', base, 24) +
  line('M262,414 L738,414', light, 5) +
  box(410, 540, 180, 130, 10, pale) +
  line('M450,590 L550,590 M470,626 L530,626', dark, 7);

export const backpack: Shape = ({ body, flat, dark, light, base }) =>
  line('M450,260 C450,190 550,190 550,260', dark, 20) +
  shadow(510, 812, 280, 44) +
  path(
    'M300,460 C300,300 380,240 500,240 C620,240 700,300 700,460 L716,760 Q718,812 666,812 L334,812 Q282,812 284,760 Z',
    body,
  ) +
  path('M300,440 C310,300 390,246 500,246 C610,246 690,300 700,440 C640,500 360,500 300,440 Z', base) +
  line('M306,444 C370,500 630,500 694,444', dark, 6) +
  box(350, 580, 300, 190, 32, dark) +
  box(350, 572, 300, 190, 32, flat) +
  line('M372,624 L628,624', dark, 6) +
  [400, 576].map((x) => box(x, 440, 26, 130, 6, '#8a5f38') + box(x - 4, 530, 34, 26, 4, '#d8b873')).join('') +
  line('M330,400 C350,330 400,290 450,280', light, 9);

export const pouch: Shape = ({ flat, dark, light, base }) =>
  shadow(505, 800, 370, 50) +
  path(
    'M180,480 Q180,450 212,450 L788,450 Q820,450 820,480 L846,760 Q850,806 800,806 L200,806 Q150,806 154,760 Z',
    flat,
  ) +
  box(176, 440, 648, 44, 20, dark) +
  line('M206,462 L794,462', '#e2d3a5', 7) +
  times(28, (at) => line(`M${214 + at * 21},455 L${214 + at * 21},469`, '#b59a5c', 4)) +
  path('M800,462 L866,520 L846,544 L790,484 Z', base) +
  line('M200,520 L800,520', light, 4) +
  line('M186,770 L814,770', dark, 4);

export const basket: Shape = ({ flat, base, dark, light }) =>
  line('M300,470 C300,190 700,190 700,470', dark, 34) +
  line('M300,466 C300,200 700,200 700,466', base, 22) +
  shadow(505, 812, 340, 48) +
  path('M230,470 L770,470 L712,780 Q706,812 670,812 L330,812 Q294,812 288,780 Z', flat) +
  times(7, (row) =>
    times(15 - row, (at) => {
      const inset = 244 + row * 9;
      const step = (512 - row * 18) / (14 - row);
      return oval(inset + at * step, 508 + row * 42, step / 2.2, 15, (at + row) % 2 ? light : dark);
    }),
  ) +
  box(214, 446, 572, 44, 22, base) +
  line('M240,462 L760,462', light, 6);
