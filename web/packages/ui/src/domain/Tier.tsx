import { customersShowVocabulary, keys, type Vocabulary } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useQuery } from '@tanstack/react-query';
import { Pill, type Tone } from '../parts/Pill';

/** The tenant's own words for customers: tiers, highest first, and what can be consented to. */
export function useVocabulary(): Vocabulary | undefined {
  return useQuery({ queryKey: keys.vocabulary, queryFn: ({ signal }) => customersShowVocabulary({ signal }), staleTime: Infinity }).data;
}

/** A tier's code in the reader's language; an unknown one keeps its code. */
export function useTierName(): (code: string) => string {
  const tiers = useVocabulary()?.tiers;
  const locale = useLocale();
  return code => {
    if (!tiers) return ''; // the words are on the way: a code is not shown instead
    const tier = tiers.find(each => each.code === code);
    return tier ? (locale === 'ja' ? tier.name_ja : tier.name_en) : code;
  };
}

export function TierPill({ tier, tone = 'accent', testId }: { tier: string; tone?: Tone; testId?: string }) {
  const name = useTierName()(tier);
  return tier && name ? (
    <Pill tone={tone} testId={testId}>
      {name}
    </Pill>
  ) : null;
}
