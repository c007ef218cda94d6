import { telephonyGiveLoginBack, telephonyPhoneCredentials, useMay } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { PhoneContext, ringTone, Softphone, type DeskPhone, type LegState, type PhoneState } from '@madoguchi/phone';
import { DialProvider } from '@madoguchi/ui';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useDeskActions } from './actions';
import { useNamed } from './caller';
import { PopPlaceContext, usePlaceOf } from './ringing/place';
import { useDesk } from './state';
import { Told } from './Told';

/** What an agent carries through all pages: the softphone, the ringing tone, and the call button on every number. */
export function DeskProvider({ children }: { children: ReactNode }) {
  const agent = useMay('desk.use');
  return agent ? <AgentProvider>{children}</AgentProvider> : children;
}

function AgentProvider({ children }: { children: ReactNode }) {
  const phone = useSoftphone();
  const place = usePlaceOf(useDesk()?.offer?.offer?.id);
  return (
    <PhoneContext value={phone}>
      <PopPlaceContext value={place}>
        <Dialling>
          <Ringing />
          <Told />
          {children}
        </Dialling>
      </PopPlaceContext>
    </PhoneContext>
  );
}

function useSoftphone(): DeskPhone {
  const [state, setState] = useState<PhoneState>('off');
  const [leg, setLeg] = useState<LegState>('none');
  const [phone] = useState(
    () =>
      new Softphone({
        credentials: () => telephonyPhoneCredentials(),
        giveBack: login => telephonyGiveLoginBack({ path: { login } }),
        onPhone: setState,
        onLeg: setLeg,
      }),
  );
  const desk = useDesk();
  const [wanted, setWanted] = useState(0);
  const want = useCallback(() => {
    setWanted(count => count + 1);
    return () => { setWanted(count => count - 1); };
  }, []);
  const signedOn = desk !== undefined && (desk.presence.state !== 'offline' || wanted > 0);
  useEffect(() => {
    if (!signedOn) return undefined;
    phone.start();
    return () => { phone.stop(); };
  }, [phone, signedOn]);
  const running = desk?.calls.map(call => call.interaction).join(' ');
  const before = useRef<string[]>([]);
  useEffect(() => {
    if (running === undefined) return; // we do not know: nothing is over because of that
    const mine = running.split(' ').filter(Boolean);
    for (const interaction of mine) phone.expect(interaction);
    for (const interaction of before.current) if (!mine.includes(interaction)) phone.forget(interaction);
    before.current = mine;
  }, [phone, running]);
  return useMemo(() => ({ state, leg, phone, want }), [state, leg, phone, want]);
}

function Dialling({ children }: { children: ReactNode }) {
  const may = useMay('calls.dial');
  const { dial } = useDeskActions();
  return <DialProvider dial={may ? whom => { dial.mutate(whom); } : undefined}>{children}</DialProvider>;
}

/** The tone in the ear, and a notice of the browser when the desk lies behind another window. */
function Ringing() {
  const { t } = useTranslation('desk');
  const offer = useDesk()?.offer;
  const id = offer?.offer?.id;
  const named = useNamed();
  const title = offer ? t('ring.notice', { desk: named(offer.desk.line_of_business) }) : '';
  useEffect(() => {
    if (!id) return undefined;
    const tone = ringTone();
    tone.start();
    const away = document.hidden || !document.hasFocus();
    const notice = away && typeof Notification !== 'undefined' && Notification.permission === 'granted' ? new Notification(title, { tag: id, requireInteraction: true }) : undefined;
    if (notice)
      notice.onclick = () => {
        window.focus();
        notice.close();
      };
    return () => {
      tone.stop();
      notice?.close();
    };
  }, [id, title]);
  return null;
}
