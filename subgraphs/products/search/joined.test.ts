import { describe, expect, test } from 'vitest';
import { readingsOf, suggestedBy, termsOf } from './words.ts';

const finds = (title: string, query: string): boolean => {
  const terms = new Set(termsOf(title, true));
  return readingsOf(query, () => false).some(
    (reading) => reading.length > 0 && reading.every((term) => terms.has(term)),
  );
};

const ALIKE: [string, string][] = [
  ...([
    ['Wi-Fi Router', 'wifi'],
    ['WiFi Router', 'wi-fi'],
    ['Wi Fi Router', 'wifi'],
    ['Wifi Router', 'wi fi'],
  ] as [string, string][]),
  ...([
    ['E-Bike Lamp', 'ebike'],
    ['Ebike Lamp', 'e-bike'],
    ["Men's T-Shirt", 'tshirt'],
    ['Tshirt', 't shirt'],
  ] as [string, string][]),
  ...([
    ['USB-C Cable', 'usbc'],
    ['USB\u2011C Cable', 'usb-c'],
    ['AC/DC Adapter', 'acdc'],
    ['ACDC Adapter', 'ac/dc'],
  ] as [string, string][]),
  ...([
    ['iPhone15 Case', 'iphone 15'],
    ['iPhone 15 Case', 'iphone15'],
    ['Laptop 15-inch', '15inch'],
    ['Laptop 15inch', '15 inch'],
  ] as [string, string][]),
  ...([
    ['3.5mm Jack', '3.5 mm'],
    ['3.5 mm Jack', '3.5mm'],
    ['3,5 mm Klinke', '3.5mm'],
    ['10,000mAh Powerbank', '10000mah'],
  ] as [string, string][]),
  ...([
    ['10000 mAh', '10,000mAh'],
    ['10 000 mAh', '10000mah'],
    ['Scarves', 'scarf'],
    ['Scarf', 'scarves'],
    ['Knives', 'knife'],
  ] as [string, string][]),
  ...([
    ['Womenʼs Coat', 'womens coat'],
    ['Women’s Coat', 'woman'],
    ['Größe', 'groesse'],
    ['Groesse', 'Größe'],
    ['Größe', 'grosse'],
  ] as [string, string][]),
  ...([
    ['Ｆｕｌｌ Ｗｉｄｔｈ', 'full width'],
    ['ｶﾞﾗｽ', 'ガラス'],
    ['Soft\u00adener', 'softener'],
  ] as [string, string][]),
  ...([
    ['東京タワー限定マグ', '限定'],
    ['東京タワー限定マグ', 'タワー'],
    ['中文杯子', '杯子'],
    ['แก้วน้ำร้อน', 'น้ำ'],
    ['아이스커피', '커피'],
  ] as [string, string][]),
  ...([
    ['كِتَابٌ', 'كتاب'],
    ['كتـــاب', 'كتاب'],
    ['أحمد', 'احمد'],
    ['שָׁלוֹם', 'שלום'],
    ['हिन्दी किताब', 'किताब'],
  ] as [string, string][]),
  ...([
    ['Ελληνικά', 'ελληνικα'],
    ['Ёлка', 'елка'],
    ['Crème Brûlée', 'creme brulee'],
    ['SKU QF-77-X', 'qf77x'],
    ['٣ كوب', '3'],
  ] as [string, string][]),
];

test.each(ALIKE)('R24: %s is found by %s', (title, query) => {
  expect(finds(title, query)).toBe(true);
});

test.each([
  ['Hate', 'hat'],
  ['Hat', 'hate'],
  ['カラス', 'ガラス'],
  ['ガラス', 'カラス'],
  ['แก้ว', 'แกว'],
  ['किताब', 'कतब'],
  ['Йод', 'иод'],
  ['3.5mm Jack', '35mm'],
])('R24: %s is not found by %s', (title, query) => {
  expect(finds(title, query)).toBe(false);
});

describe('R24: suggestions', () => {
  test.each([
    ['Wi-Fi Router', 'wif'],
    ["Men's T-Shirt", 'tsh'],
    ['iPhone 15', 'iphone1'],
    ['東京タワー限定', '限定'],
    ['Größe', 'groe'],
  ])('%s is suggested for %s', (title, typed) => {
    expect(suggestedBy(title).some((word) => word.startsWith(typed))).toBe(true);
  });
});
