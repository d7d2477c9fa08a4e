import { box, line, moved, oval, path, type Shape, shadow, times } from './scene.ts';

const leaf = (x: number, y: number, turn: number, size: number): string =>
  moved(
    `translate(${x},${y}) rotate(${turn}) scale(${size})`,
    path('M0,0 C-46,-50 -40,-130 0,-180 C40,-130 46,-50 0,0 Z', 'url(#leaf)') +
      line('M0,-6 L0,-160', '#3f5a3a', 4),
  );

const twig = (x: number, y: number, turn: number): string =>
  moved(
    `translate(${x},${y}) rotate(${turn})`,
    line('M0,0 C10,-120 -8,-240 6,-360', '#6d5a40', 7) +
      times(6, (at) => leaf(0, -110 - at * 46, at % 2 ? 58 : -58, 0.42)) +
      leaf(6, -350, 4, 0.46),
  );

export const budVase: Shape = ({ body, light, deep }) =>
  shadow(510, 806, 230, 42) +
  twig(498, 480, -8) +
  twig(508, 480, 14) +
  path(
    'M465,470 L465,560 C380,590 340,650 350,710 C360,780 420,806 500,806 C580,806 640,780 650,710 C660,650 620,590 535,560 L535,470 Z',
    body,
  ) +
  oval(500, 470, 35, 10, deep) +
  line('M395,690 C395,650 420,622 446,610', light, 12);

export const tallVase: Shape = ({ body, light, deep, dark }) =>
  shadow(510, 806, 220, 40) +
  twig(485, 330, -16) +
  twig(515, 330, 10) +
  path(
    'M410,320 C430,420 360,480 362,600 C364,720 410,806 440,806 L560,806 C590,806 636,720 638,600 C640,480 570,420 590,320 Z',
    body,
  ) +
  oval(500, 320, 90, 20, light) +
  oval(500, 323, 78, 14, deep) +
  times(3, (at) => line(`M${364 + at * 2},${590 + at * 26} L${636 - at * 2},${590 + at * 26}`, dark, 4));

export const planter: Shape = ({ body, light, dark, deep }) =>
  shadow(510, 806, 260, 44) +
  [-52, -30, -8, 16, 38, 58]
    .map((turn, at) => leaf(500 + turn * 0.8, 520, turn, 1.35 + (at % 2) * 0.25))
    .join('') +
  path('M320,520 L360,770 Q366,806 405,806 L595,806 Q634,806 640,770 L680,520 Z', body) +
  box(300, 488, 400, 64, 22, dark) +
  box(300, 480, 400, 62, 22, body) +
  line('M345,600 L368,740', light, 10) +
  line('M330,556 L668,556', deep, 5);

export const wateringCan: Shape = ({ body, base, dark, light }) =>
  shadow(500, 806, 330, 46) +
  line('M600,520 C790,500 790,760 640,742', dark, 26) +
  path('M392,640 L190,420 L150,440 L384,760 Z', base) +
  oval(168, 428, 46, 26, dark) +
  path('M375,520 L355,770 Q352,806 390,806 L625,806 Q660,806 655,770 L635,520 Z', body) +
  oval(505, 520, 130, 28, dark) +
  path('M375,520 C380,480 630,480 635,520 C600,505 410,505 375,520 Z', light) +
  line('M430,500 C420,380 590,380 580,500', dark, 22);

export const hangingPot: Shape = ({ body, light, dark }) =>
  line('M500,0 L500,150 M500,150 L350,520 M500,150 L650,520', '#b9a17c', 7) +
  [-70, -40, -14, 14, 40, 70].map((turn) => leaf(500 + turn * 1.6, 505, turn, 0.85)).join('') +
  [330, 380, 640, 690]
    .map(
      (x, at) =>
        line(`M${x},520 C${x - 20},640 ${x + 20},700 ${x - 6},${780 + (at % 2) * 60}`, '#5e7a50', 6) +
        times(5, (i) => leaf(x, 600 + i * 40, i % 2 ? 120 : -120, 0.3)),
    )
    .join('') +
  path('M310,510 C320,660 400,730 500,730 C600,730 680,660 690,510 Z', body) +
  oval(500, 510, 190, 32, light) +
  oval(500, 513, 174, 24, dark) +
  box(486, 140, 28, 26, 8, '#8a6b3d') +
  line('M350,580 C360,630 385,662 415,682', light, 10);
