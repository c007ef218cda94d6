import { scene } from '@madoguchi/ui';
import { useId } from 'react';

const cloths = [
  { x: 104, width: 126, drop: 212, sway: 16, lift: -6 },
  { x: 234, width: 122, drop: 226, sway: -10, lift: 8 },
  { x: 364, width: 122, drop: 226, sway: -10, lift: -8 },
  { x: 492, width: 126, drop: 212, sway: 16, lift: 6 },
];
const crests = [
  { x: 295, letter: '窓' },
  { x: 425, letter: '口' },
];

/** 窓口: someone at a lit counter under its noren. Decoration only. */
export function Counter() {
  const id = useId();
  return (
    <svg viewBox="0 0 720 900" preserveAspectRatio="xMidYMid slice" aria-hidden>
      <defs>
        <linearGradient id={`${id}lamp`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={scene.lamp[0]} />
          <stop offset="1" stopColor={scene.lamp[1]} />
        </linearGradient>
        <linearGradient id={`${id}cloth`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={scene.cloth[0]} />
          <stop offset="1" stopColor={scene.cloth[1]} />
        </linearGradient>
      </defs>
      <rect width="720" height="900" fill={scene.wall} />
      {Array.from({ length: 9 }, (_, i) => (
        <rect key={i} y={i * 100} width="720" height="1" fill={scene.light} opacity=".05" />
      ))}
      <rect x="96" y="170" width="528" height="470" rx="10" fill={scene.frame} />
      <rect x="112" y="186" width="496" height="438" rx="4" fill={`url(#${id}lamp)`} />
      {[234, 358, 482].map(x => (
        <rect key={x} x={x} y="186" width="4" height="438" fill={scene.frame} opacity=".18" />
      ))}
      <Agent />
      <rect x="72" y="196" width="576" height="14" rx="7" fill={scene.rod} />
      {cloths.map(({ x, width, drop, sway, lift }) => (
        <path key={x} d={`M${String(x)} 206h${String(width)}v${String(drop)}q-${String(width / 2)} ${String(sway)} -${String(width)} ${String(lift)}Z`} fill={`url(#${id}cloth)`} />
      ))}
      {crests.map(({ x, letter }) => (
        <g key={letter}>
          <circle cx={x} cy="316" r="40" fill={scene.light} />
          <text x={x} y="333" textAnchor="middle" fontSize="46" fontWeight="600" fill={scene.cloth[1]}>
            {letter}
          </text>
        </g>
      ))}
      <Desk />
    </svg>
  );
}

function Agent() {
  return (
    <g>
      <circle cx="360" cy="500" r="40" fill={scene.person} />
      <path d="M272 640c0-60 38-92 88-92s88 32 88 92Z" fill={scene.person} />
      <path d="M318 494a42 42 0 0 1 84 0" fill="none" stroke={scene.headset} strokeWidth="7" strokeLinecap="round" />
      <path d="M402 500c2 24-10 34-32 36" fill="none" stroke={scene.headset} strokeWidth="5" strokeLinecap="round" />
      <rect x="392" y="488" width="16" height="26" rx="7" fill={scene.headset} />
      <rect x="312" y="488" width="16" height="26" rx="7" fill={scene.headset} />
    </g>
  );
}

function Desk() {
  return (
    <g>
      <rect x="64" y="624" width="592" height="34" rx="6" fill={scene.counter[1]} />
      <rect x="64" y="624" width="592" height="9" rx="4" fill={scene.counter[0]} />
      <rect x="88" y="658" width="544" height="110" fill={scene.counter[2]} />
      {Array.from({ length: 6 }, (_, i) => (
        <rect key={i} x={165 + 77.7 * i} y="658" width="2" height="110" fill={scene.shade} opacity=".12" />
      ))}
      <rect x="150" y="598" width="54" height="26" rx="5" fill={scene.phone} />
      <path d="M146 600c0-16 62-16 62 0l-4 6h-12l-2-6h-26l-2 6h-12Z" fill={scene.phone} />
      <rect y="768" width="720" height="132" fill={scene.floor} />
    </g>
  );
}
