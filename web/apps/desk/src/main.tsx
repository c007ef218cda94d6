import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startTexts } from './app/texts';

startTexts();
createRoot(document.getElementById('root')!).render(<App />);
