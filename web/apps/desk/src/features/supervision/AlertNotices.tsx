import { useTranslation } from '@madoguchi/i18n';
import { ringTone } from '@madoguchi/phone';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useAlerts, useAlertText } from './alerts';
import { alertWishes } from './wishes';

const FRESH = 30_000;
const TONE = 900;

/** A supervisor on another page is told of what is urgent: in a notice, and by sound and the browser where they wish so. */
export function AlertNotices() {
  const { t } = useTranslation('supervision');
  const text = useAlertText();
  const navigate = useNavigate();
  const alerts = useAlerts().data;
  const told = useRef<Set<string> | undefined>(undefined);
  useEffect(() => {
    if (!alerts) return;
    const known = (told.current ??= new Set(alerts.map(each => each.id)));
    const fresh = alerts.filter(each => !known.has(each.id) && Date.now() - Date.parse(each.raised) < FRESH);
    for (const each of alerts) known.add(each.id);
    const urgent = fresh.filter(each => each.severity === 'critical' && !each.acked);
    if (urgent.length === 0) return;
    const away = !location.pathname.startsWith('/supervision');
    for (const alert of urgent) {
      const { title, detail } = text(alert);
      if (away) notifications.show({ id: alert.id, color: 'akane', title, message: detail || t('urgentAlert'), autoClose: 12_000, onClick: () => { notifications.hide(alert.id); void navigate({ to: '/supervision', search: alert.person ? { person: alert.person.id } : {} }); } });
      if (alertWishes.notice() && document.hidden && typeof Notification !== 'undefined' && Notification.permission === 'granted') new Notification(title, { tag: alert.id, body: detail });
    }
    if (alertWishes.sound()) {
      const tone = ringTone();
      tone.start();
      setTimeout(() => { tone.stop(); }, TONE);
    }
  }, [alerts, navigate, t, text]);
  return null;
}
