import {
  keys,
  Problem,
  routingChoosePresence,
  workspaceAccept,
  workspaceDecline,
  workspaceDial,
  workspaceMute,
  workspaceUnmute,
  type Desk,
  type DeskCall,
  type Id,
  type PresenceWish,
} from '@madoguchi/api';
import { usePhone } from '@madoguchi/phone';
import { useFailureNotice, type Dialled } from '@madoguchi/ui';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createElement, useRef } from 'react';
import { DialReason, type OverrideReason } from './DialReason';

const NEEDS_REASON = 'dial-needs-reason';

interface DialWish extends Dialled {
  override?: OverrideReason;
}

/** What an agent can do to the world from anywhere. Failures are told where they happened: beside the call, in a notice. */
export function useDeskActions() {
  const cache = useQueryClient();
  const tell = useFailureNotice();
  const { phone } = usePhone();
  const reread = () => cache.invalidateQueries({ queryKey: keys.desk });
  const onError = (error: unknown) => {
    tell(error);
    void reread();
  };
  const patchCall = (interaction: Id, change: Partial<DeskCall>) =>
    cache.setQueryData<Desk>(keys.desk, desk => desk && { ...desk, calls: desk.calls.map(call => (call.interaction === interaction ? { ...call, ...change } : call)) });

  const accept = useMutation({
    mutationFn: ({ offer }: { offer: Id; interaction: Id }) => workspaceAccept({ path: { offer } }),
    onMutate: ({ interaction }) => { phone?.expect(interaction); },
    onSuccess: reread,
    onError,
  });
  const decline = useMutation({ mutationFn: (offer: Id) => workspaceDecline({ path: { offer } }), onSuccess: reread, onError });
  const dial = useMutation({
    mutationFn: (call: DialWish) => workspaceDial({ body: call }),
    onSuccess: ({ interaction }) => {
      phone?.expect(interaction);
      return reread();
    },
    onError: (error, call) => {
      if (!(error instanceof Problem) || error.code !== 'call_needs_reason') {
        onError(error);
        return;
      }
      const why = error.faults.map(fault => fault.detail ?? fault.code);
      const choose = (override: OverrideReason) => {
        notifications.hide(NEEDS_REASON);
        dial.mutate({ ...call, override });
      };
      notifications.show({ id: NEEDS_REASON, color: 'yamabuki', title: error.title, message: createElement(DialReason, { why, onChoose: choose }), autoClose: false });
    },
  });
  /** Hold, resume, digits, transfer, hang-up: what happened is told by the switch through the live feed. */
  const command = useMutation({ mutationFn: (request: () => Promise<unknown>) => request(), onError });
  const pressed = useRef(new Set<string>());
  /** A command by its button: while `what` has no answer, pressing for it again does nothing. */
  const press = (what: string, request: () => Promise<unknown>) => {
    if (pressed.current.has(what)) return;
    pressed.current.add(what);
    command.mutate(() => request().finally(() => pressed.current.delete(what)));
  };
  const mute = useMutation({
    mutationFn: ({ interaction, muted }: { interaction: Id; muted: boolean }) => (muted ? workspaceMute : workspaceUnmute)({ path: { interaction } }),
    onMutate: ({ interaction, muted }) => {
      phone?.mute(muted);
      patchCall(interaction, { muted });
    },
    onError,
  });
  const setPresence = useMutation({
    mutationFn: (wish: PresenceWish) => routingChoosePresence({ body: wish }),
    onSuccess: reread,
    onError,
  });
  return { accept, decline, dial, command, press, mute, setPresence };
}
