/**
 * The whole application over a server that is only fixtures: `npm run dev`, then
 * `/stories.html?story=ringing&lang=ja&theme=light&path=/`. For looking, for axe, for working on a screen without a call.
 */
import { createRoot } from 'react-dom/client';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer } from './server';
import { deskOf, session, stories, type Story } from './world';

const asked = new URLSearchParams(location.search);
const story = (stories as readonly string[]).includes(asked.get('story') ?? '') ? (asked.get('story') as Story) : 'idle';
const language = asked.get('lang') === 'en' ? 'en' : 'ja';
const theme = asked.get('theme') === 'dark' ? 'dark' : 'light';

localStorage.clear();
localStorage.setItem('madoguchi.locale', language);
fakeServer({ session: story === 'signin' ? null : session(language, theme), desk: deskOf(story), offline: story === 'reconnecting' });
history.replaceState(null, '', story === 'signin' ? '/signin' : (asked.get('path') ?? '/'));
startTexts();
createRoot(document.getElementById('root')!).render(<App />);
