import { box, line, moved, oval, path, type Shape, shadow, times } from './scene.ts';

export const mug: Shape = ({ body, light, deep, base, dark }) =>
  shadow(520, 805, 300, 46) +
  line('M655,500 C800,485 805,705 648,690', dark, 46) +
  line('M655,496 C790,485 792,695 648,684', base, 34) +
  path('M325,430 L335,730 Q340,805 420,805 L585,805 Q662,805 667,730 L677,430 Z', body) +
  oval(501, 430, 176, 40, light) +
  oval(501, 435, 158, 31, deep) +
  oval(501, 444, 142, 22, '#3a2417');

const cupOnSaucer: Shape = ({ body, flat, light, deep, base }) =>
  oval(0, 0, 175, 34, base) +
  oval(0, -8, 175, 32, flat) +
  line('M92,-130 C180,-135 180,-50 80,-52', base, 22) +
  path('M-105,-160 C-100,-60 -60,-12 0,-12 C60,-12 100,-60 105,-160 Z', body) +
  oval(0, -160, 105, 24, light) +
  oval(0, -156, 92, 17, deep) +
  oval(0, -151, 80, 12, '#3a2417');

export const espressoCups: Shape = (inks) =>
  shadow(365, 800, 250, 40) +
  shadow(660, 840, 250, 40) +
  moved('translate(365,790)', cupOnSaucer(inks)) +
  moved('translate(650,830) scale(1.12)', cupOnSaucer(inks));

export const tumbler: Shape = ({ body, light, dark, pale }) =>
  shadow(510, 805, 230, 40) +
  path('M375,330 L405,770 Q410,805 440,805 L565,805 Q592,805 597,770 L627,330 Z', body) +
  path('M388,520 L399,660 L604,660 L614,520 Z', dark) +
  box(362, 268, 278, 70, 26, dark) +
  box(382, 238, 238, 44, 20, pale) +
  oval(501, 240, 112, 16, light);

export const bowl: Shape = ({ body, light, dark, deep }) =>
  shadow(510, 806, 330, 48) +
  path('M410,760 L590,760 L605,806 L395,806 Z', deep) +
  path('M225,520 C235,690 360,785 500,785 C640,785 765,690 775,520 Z', body) +
  oval(500, 520, 275, 62, light) +
  oval(500, 527, 255, 51, dark) +
  path('M250,535 C320,590 680,590 750,535 C690,575 310,575 250,535 Z', light);

export const plates: Shape = ({ body, flat, light, dark, base }) =>
  shadow(505, 815, 390, 56) +
  times(4, (at) => {
    const y = 790 - at * 44;
    return (
      path(`M165,${y} C215,${y + 62} 785,${y + 62} 835,${y} Z`, body) +
      oval(500, y, 335, 58, dark) +
      oval(500, y - 5, 335, 56, at === 3 ? flat : base)
    );
  }) +
  oval(500, 652, 250, 38, dark) +
  oval(500, 655, 246, 35, light);

export const platter: Shape = ({ body, flat, light, dark }) =>
  shadow(505, 800, 420, 60) +
  path('M110,700 C150,800 330,815 500,815 C670,815 850,800 890,700 Z', body) +
  oval(500, 700, 390, 96, flat) +
  oval(500, 704, 325, 70, dark) +
  oval(500, 710, 320, 65, light) +
  times(
    3,
    (at) =>
      oval(410 + at * 92, 680 - (at % 2) * 14, 52, 46, '#d58a4e') +
      oval(396 + at * 92, 664 - (at % 2) * 14, 18, 14, '#ecb37f'),
  ) +
  path('M330,690 C300,620 360,600 400,650 Z', 'url(#leaf)');

export const carafe: Shape = ({ base, glass, light }) =>
  shadow(510, 806, 220, 38) +
  path(
    'M440,250 L440,400 C440,470 335,540 335,680 C335,780 380,806 500,806 C620,806 665,780 665,680 C665,540 560,470 560,400 L560,250 Z',
    glass,
  ) +
  `<g opacity="0.75">${path('M350,630 C342,780 380,796 500,796 C620,796 658,780 650,630 Z', base)}${oval(500, 630, 150, 26, light)}</g>` +
  box(428, 236, 144, 26, 13, '#ffffffaa') +
  path('M452,180 L548,180 L540,262 L460,262 Z', 'url(#wood)') +
  line('M385,600 C370,660 372,720 388,760', '#ffffffcc', 12);

export const skillet: Shape = ({ base, dark, deep, light }) =>
  shadow(470, 720, 400, 210) +
  moved(
    'rotate(-24 460 600)',
    box(690, 566, 270, 62, 31, dark) +
      box(694, 570, 262, 30, 15, base) +
      `<circle cx="920" cy="597" r="14" fill="${deep}"/>` +
      `<circle cx="450" cy="597" r="272" fill="${dark}"/><circle cx="446" cy="590" r="266" fill="${base}"/><circle cx="450" cy="598" r="232" fill="${deep}"/><circle cx="450" cy="604" r="226" fill="${dark}"/>`,
  ) +
  line('M270,560 C290,480 360,430 440,425', light, 9);

export const saucepan: Shape = ({ body, light, dark, base }) =>
  shadow(480, 806, 320, 46) +
  box(640, 545, 290, 46, 23, 'url(#wood)') +
  path('M240,500 L240,720 Q240,806 330,806 L590,806 Q680,806 680,720 L680,500 Z', body) +
  oval(460, 500, 220, 44, dark) +
  path('M236,496 C250,420 670,420 684,496 C640,540 280,540 236,496 Z', base) +
  path('M270,484 C300,440 420,430 460,430 C380,450 320,465 270,484 Z', light) +
  box(430, 405, 60, 32, 10, dark) +
  oval(460, 396, 52, 26, 'url(#wood)');

export const board: Shape = ({ flat, dark, light }) =>
  shadow(520, 806, 330, 40) +
  moved(
    'rotate(-7 500 560)',
    box(318, 286, 380, 520, 46, dark) +
      box(306, 280, 380, 520, 46, flat) +
      `<circle cx="496" cy="346" r="26" fill="${dark}"/><circle cx="496" cy="350" r="21" fill="#e9e2d6"/>` +
      times(6, (at) =>
        line(
          `M${340 + at * 58},400 C${352 + at * 58},520 ${330 + at * 58},650 ${346 + at * 58},770`,
          at % 2 ? dark : light,
          3,
        ),
      ),
  );

export const knife: Shape = ({ base, metal, dark, light }) =>
  shadow(500, 720, 420, 46) +
  moved(
    'rotate(-14 500 640)',
    path('M90,640 C180,690 320,716 560,716 L560,590 L330,590 C230,590 140,612 90,640 Z', metal) +
      path('M90,640 C180,690 320,716 560,716 L560,690 C350,690 200,670 90,640 Z', '#ffffffaa') +
      box(556, 586, 34, 132, 6, '#6f6d69') +
      box(586, 592, 320, 88, 40, dark) +
      box(586, 590, 318, 74, 37, base) +
      times(3, (at) => `<circle cx="${655 + at * 90}" cy="632" r="11" fill="#d9d2c4"/>`) +
      line('M610,606 L870,606', light, 6),
  );

export const mill: Shape = ({ body, dark, light, metal }) =>
  shadow(510, 806, 190, 36) +
  path(
    'M395,806 L410,640 C420,590 455,570 455,520 C455,490 430,470 430,440 L572,440 C572,470 547,490 547,520 C547,570 582,590 592,640 L607,806 Z',
    body,
  ) +
  box(420, 418, 162, 26, 10, metal) +
  path('M425,420 C415,330 450,280 501,280 C552,280 587,330 577,420 Z', body) +
  oval(501, 266, 24, 22, metal) +
  line('M402,730 L600,730', dark, 8) +
  line('M450,330 C455,310 470,300 485,298', light, 10);
