import { describe, expect, it } from 'vitest';
import { formatter } from './format';
import { nationalPhone, phoneIn } from './phone';

const [ja, en] = [formatter('ja'), formatter('en')];
const now = new Date(2026, 10, 22, 19, 30);

describe('what people read', () => {
  it('writes a call timer with hours only when there are hours', () => {
    expect([ja.clock(131), ja.clock(3731), ja.clock(-3)]).toEqual(['02:11', '1:02:11', '00:00']);
  });

  it('writes moments no longer than needed', () => {
    expect(ja.stamp(new Date(2026, 10, 22, 19, 4), now)).toBe('19:04');
    expect(ja.stamp(new Date(2026, 10, 20, 9, 4), now)).toBe('11/20 09:04');
    expect(en.stamp(new Date(2026, 10, 20, 9, 4), now)).toBe('20 Nov 09:04');
    expect(ja.stamp(new Date(2025, 7, 7), now)).toBe('2025/08/07');
    expect(en.stamp(new Date(2025, 7, 7), now)).toBe('7 Aug 2025');
  });

  it('names near days in words', () => {
    expect(ja.due(new Date(2026, 10, 22, 17, 0), now)).toBe('今日 17:00');
    expect(en.due(new Date(2026, 10, 23, 9, 0), now)).toBe('tomorrow 09:00');
    expect(ja.due(new Date(2026, 10, 26, 14, 0), now)).toBe('11/26（木） 14:00');
    expect(en.due(new Date(2026, 10, 26, 14, 0), now)).toBe('Thu 26 Nov 14:00');
  });

  it('names the place of a number', () => {
    expect([ja.region('DE'), en.region('DE'), en.region('US-CA'), ja.region('')]).toEqual(['ドイツ', 'Germany', 'United States (CA)', '']);
  });

  it('writes money, lengths and birth dates as the reader expects', () => {
    expect(ja.money(3980, 'JPY')).toBe('¥3,980');
    expect(en.money(3980, 'USD')).toBe('$39.80');
    expect([ja.span(48), ja.span(384), en.span(384), en.span(3720)]).toEqual(['48 秒', '6 分 24 秒', '6 min 24 s', '1 h 2 min']);
    expect(ja.birthDate(new Date(1980, 0, 1))).toBe('1980/01/01（昭和55年）');
  });

  it('shows home numbers nationally and foreign ones with their country', () => {
    expect(nationalPhone('+81312345678')).toBe('03-1234-5678');
    expect(nationalPhone('+819012345678')).toBe('090-1234-5678');
    expect(nationalPhone('+442071838750')).toBe('+44 20 7183 8750');
    expect(nationalPhone('内線 12')).toBe('内線 12');
  });

  it('knows a phone number among other texts', () => {
    expect(phoneIn('045-123-4567')).toBe('+81451234567');
    expect(phoneIn('+44 20 7183 8750')).toBe('+442071838750');
    for (const other of ['W239985', '2017 年から', '048214', '¥98,000', '090-1234-••••']) expect(phoneIn(other)).toBeUndefined();
  });
});
