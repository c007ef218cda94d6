import { interactionsListHands, interactionsLowerHand, keys, useMay, type HandRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Elapsed, PageLink } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Who asks for their supervisor right now, the first one first. */
export function Hands() {
  const { t } = useTranslation('queues');
  const may = useMay('interactions.read_all');
  const hands = useQuery({ queryKey: keys.hands, queryFn: ({ signal }) => interactionsListHands({ signal }), enabled: may, staleTime: 0 });
  if (!hands.data?.length) return null;
  return (
    <Card title={t('hands.title')}>
      <ul className="list" data-testid="hands">
        {hands.data.map(hand => (
          <HandLine key={hand.id} hand={hand} />
        ))}
      </ul>
    </Card>
  );
}

function HandLine({ hand }: { hand: HandRow }) {
  const { t } = useTranslation('queues');
  const cache = useQueryClient();
  const lower = useMutation({
    mutationFn: () => interactionsLowerHand({ path: { interaction: hand.interaction_id }, query: { user: hand.user_id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.hands }),
  });
  return (
    <li className="row" data-testid="hand-row">
      <IconHandStop size={18} stroke={1.7} className="bad" aria-hidden />
      <span className="grow b6" data-testid="hand-name">{hand.user_name}</span>
      <span className="tn warn">
        <Elapsed since={hand.raised} />
      </span>
      <PageLink to={`/history/${hand.interaction_id}`}>{t('hands.contact')}</PageLink>
      <Button variant="default" loading={lower.isPending} onClick={() => { lower.mutate(); }} data-testid="hand-lower">
        {t('hands.lower')}
      </Button>
    </li>
  );
}
