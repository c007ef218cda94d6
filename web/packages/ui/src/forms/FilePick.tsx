import { FileButton, type FileButtonProps } from '@mantine/core';
import { useRef } from 'react';

interface Props extends Pick<FileButtonProps<false>, 'accept' | 'children' | 'inputProps'> {
  onPick: (file: File) => void;
}

/** Chooses a file. The same one may be chosen again: it was mended meanwhile, and has kept its name. */
export function FilePick({ onPick, ...rest }: Props) {
  const reset = useRef<() => void>(null);
  const pick = (file: File | null) => {
    if (!file) return;
    onPick(file);
    reset.current?.();
  };
  return <FileButton {...rest} resetRef={reset} onChange={pick} />;
}
