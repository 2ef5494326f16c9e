// The page's beginning: styles that hold everywhere, then the application.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no element #root.');

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
