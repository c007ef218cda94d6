import { keys, supervisionBeginMonitoring, supervisionChangeMonitoring, supervisionEndMonitoring, supervisionShowMyMonitoring, useMay, type Id, type MonitoringMode, type MyMonitoring } from '@madoguchi/api';
import { usePhone, usePhoneWanted } from '@madoguchi/phone';
import { useFailureNotice } from '@madoguchi/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

export const MODES = ['listen', 'whisper', 'barge', 'take_over'] as const satisfies readonly MonitoringMode[];

/** Beside whose talk I am, if anybody's. */
export function useMine(): MyMonitoring | undefined {
  const may = useMay('supervision.monitor');
  return useQuery({ queryKey: keys.monitoring, queryFn: ({ signal }) => supervisionShowMyMonitoring({ signal }), enabled: may, staleTime: Infinity }).data;
}

/** The phone of this browser answers for the talk that I am beside, on whatever page I am. */
export function useMonitoringPhone(): void {
  const { phone } = usePhone();
  const interaction = useMine()?.monitoring?.interaction_id;
  usePhoneWanted(interaction !== undefined);
  useEffect(() => {
    if (!interaction || !phone) return undefined;
    phone.expect(interaction);
    return () => { phone.forget(interaction); };
  }, [phone, interaction]);
}

/** Begin, change, leave. What then is so is told by the live feed. */
export function useMonitoring() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const tell = useFailureNotice();
  const { phone } = usePhone();
  const mine = useMine()?.monitoring ?? undefined;
  const onError = (error: unknown) => {
    tell(error);
    void cache.invalidateQueries({ queryKey: keys.monitoring });
  };
  const be = useMutation({
    mutationFn: async ({ interaction, agent, mode }: { interaction: Id; agent: Id; mode: MonitoringMode }) => {
      if (mine?.interaction_id === interaction && mine.agent_id === agent) return supervisionChangeMonitoring({ path: { monitoring: mine.id }, body: { mode } });
      phone?.expect(interaction);
      return supervisionBeginMonitoring({ body: { interaction, agent, mode } });
    },
    onSuccess: (_done, { mode }) => {
      void cache.invalidateQueries({ queryKey: keys.monitoring });
      if (mode === 'take_over') void navigate({ to: '/' });
    },
    onError,
  });
  const leave = useMutation({ mutationFn: (monitoring: Id) => supervisionEndMonitoring({ path: { monitoring } }), onError });
  return { mine, be, leave };
}
