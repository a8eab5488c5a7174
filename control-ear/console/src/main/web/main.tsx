import '@patternfly/react-core/dist/styles/base.css';
import './console.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { showInitialTheme } from './app/theme';

const root = document.getElementById('root');
if (!root) {
  throw new Error('the page has no element with the id root');
}
showInitialTheme();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
