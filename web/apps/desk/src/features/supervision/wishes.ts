const SOUND = 'madoguchi.alerts.sound';
const NOTICE = 'madoguchi.alerts.notice';

/** How this browser tells of urgent alerts. Kept here: the wall in the hall should sound, a desk beside it not. */
export const alertWishes = {
  sound: (): boolean => localStorage.getItem(SOUND) === 'on',
  notice: (): boolean => localStorage.getItem(NOTICE) === 'on',
  setSound: (on: boolean): void => { localStorage.setItem(SOUND, on ? 'on' : 'off'); },
  setNotice: (on: boolean): void => { localStorage.setItem(NOTICE, on ? 'on' : 'off'); },
};
