import { box, line, oval, path, type Shape, shadow, times } from './scene.ts';

export const tableLamp: Shape = ({ body, flat, pale, dark, glow, metal }) =>
  oval(500, 420, 400, 330, glow) +
  shadow(505, 806, 230, 40) +
  path(
    'M420,806 C420,770 470,770 478,740 C440,690 440,620 500,600 C560,620 560,690 522,740 C530,770 580,770 580,806 Z',
    body,
  ) +
  box(490, 540, 20, 70, 4, metal) +
  path('M385,250 L615,250 L700,560 L300,560 Z', flat) +
  path('M385,250 L440,250 L410,560 L300,560 Z', pale) +
  oval(500, 560, 200, 26, dark) +
  oval(500, 558, 190, 20, '#fff2cf') +
  oval(500, 250, 115, 15, pale);

export const pendant: Shape = ({ body, light, dark, glow }) =>
  line('M500,0 L500,300', '#3b3733', 7) +
  oval(500, 590, 360, 260, glow) +
  box(468, 280, 64, 70, 16, dark) +
  path('M235,560 C240,420 360,335 500,335 C640,335 760,420 765,560 Z', body) +
  oval(500, 560, 265, 46, dark) +
  oval(500, 564, 245, 36, '#fff0c8') +
  oval(500, 568, 62, 26, '#fffaf0') +
  line('M300,500 C320,430 370,390 420,378', light, 12);

export const floorLamp: Shape = ({ flat, base, dark, pale, glow }) =>
  oval(640, 330, 330, 280, glow) +
  shadow(420, 850, 240, 40) +
  oval(400, 846, 150, 30, dark) +
  oval(400, 840, 150, 28, base) +
  line('M400,836 L400,330 C400,170 640,130 640,250', base, 16) +
  path('M560,240 L720,240 L790,430 L490,430 Z', flat) +
  path('M560,240 L600,240 L560,430 L490,430 Z', pale) +
  oval(640, 430, 150, 22, '#fff0c8');

const candle = (x: number, top: number, ink: string, foot: string): string =>
  oval(x, top - 62, 90, 100, 'url(#glow)') +
  box(x - 24, top, 48, 780 - top, 14, ink) +
  line(`M${x},${top} L${x},${top - 24}`, '#3b3026', 5) +
  path(
    `M${x},${top - 92} C${x + 30},${top - 50} ${x + 18},${top - 18} ${x},${top - 18} C${x - 18},${top - 18} ${x - 30},${top - 50} ${x},${top - 92} Z`,
    '#ffc861',
  ) +
  path(
    `M${x},${top - 66} C${x + 13},${top - 42} ${x + 9},${top - 22} ${x},${top - 22} C${x - 9},${top - 22} ${x - 13},${top - 42} ${x},${top - 66} Z`,
    '#fff3cf',
  ) +
  oval(x, 796, 92, 20, foot) +
  path(`M${x - 40},745 L${x + 40},745 L${x + 34},796 L${x - 34},796 Z`, foot);

export const candles: Shape = ({ body }) =>
  shadow(390, 806, 190, 34) +
  shadow(620, 812, 190, 34) +
  candle(390, 380, body, '#a9834e') +
  candle(620, 470, body, '#a9834e');

export const lantern: Shape = ({ base, dark, glow, glass }) =>
  line('M500,300 m-70,0 a70,90 0 1 1 140,0', dark, 14) +
  shadow(505, 810, 240, 40) +
  path('M380,320 L620,320 L680,400 L320,400 Z', base) +
  box(335, 400, 330, 370, 8, glass) +
  oval(500, 620, 180, 190, glow) +
  candle(500, 610, '#f1e6d2', '#c9b692') +
  [340, 480, 640].map((x) => box(x, 396, 20, 380, 4, dark)).join('') +
  box(305, 762, 390, 44, 10, base) +
  box(320, 388, 360, 22, 8, dark);

const folds = (
  count: number,
  top: number,
  left: number,
  width: number,
  height: number,
  { flat, light, dark }: Parameters<Shape>[0],
): string =>
  times(count, (at) => {
    const y = top + at * height;
    return (
      box(left - (at % 2) * 10, y, width + (at % 2) * 14, height + 6, height / 2, flat) +
      line(`M${left + 26},${y + height - 4} L${left + width - 20},${y + height - 4}`, dark, 3) +
      line(`M${left + 30},${y + 16} L${left + width - 120},${y + 16}`, light, 4)
    );
  });

export const throwBlanket: Shape = (inks) =>
  shadow(505, 806, 380, 50) +
  folds(3, 570, 200, 600, 76, inks) +
  path('M560,566 L760,566 L790,850 L590,850 Z', inks.flat) +
  times(5, (at) =>
    line(
      `M${582 + at * 6},${620 + at * 46} L${762 + at * 6},${620 + at * 46}`,
      at % 2 ? inks.pale : inks.dark,
      9,
    ),
  ) +
  times(11, (at) => line(`M${596 + at * 19},850 L${592 + at * 19},892`, inks.base, 6));

export const cushion: Shape = ({ flat, dark, light, pale }) =>
  shadow(505, 806, 330, 48) +
  path(
    'M215,330 C330,362 670,362 785,330 C755,440 755,680 785,800 C670,770 330,770 215,800 C245,680 245,440 215,330 Z',
    dark,
  ) +
  path(
    'M222,322 C335,356 665,356 778,322 C748,440 748,676 778,790 C665,760 335,760 222,790 C252,676 252,440 222,322 Z',
    flat,
  ) +
  times(5, (at) =>
    line(
      `M${330 + at * 85},${366} C${325 + at * 85},480 ${325 + at * 85},640 ${330 + at * 85},754`,
      at % 2 ? light : pale,
      4,
    ),
  ) +
  line('M250,350 C280,420 282,500 278,560', light, 6);

export const bedspread: Shape = (inks) =>
  shadow(505, 812, 400, 52) +
  folds(4, 500, 190, 620, 78, inks) +
  times(7, (at) =>
    line(
      `M${230 + at * 82},508 L${270 + at * 82},572 M${270 + at * 82},508 L${230 + at * 82},572`,
      inks.dark,
      3,
    ),
  ) +
  box(470, 486, 60, 334, 12, '#e8ddc8') +
  line('M470,650 L530,650', '#c9b692', 4);

export const rug: Shape = ({ flat, dark, pale, light, base }) =>
  shadow(505, 770, 480, 120) +
  path('M230,560 L770,560 L930,860 L70,860 Z', flat) +
  times(7, (at) => {
    const y = 592 + at * 40;
    const inset = (860 - y) * 0.533;
    return line(
      `M${92 + inset},${y} L${908 - inset},${y}`,
      [pale, dark, light][at % 3] ?? dark,
      at % 3 === 1 ? 16 : 7,
    );
  }) +
  times(24, (at) => line(`M${80 + at * 36.5},862 L${76 + at * 36.8},890`, base, 5)) +
  times(24, (at) => line(`M${236 + at * 23},558 L${240 + at * 22.6},544`, base, 4));
