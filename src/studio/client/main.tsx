import { render } from 'preact';
import './studio.css';

const place = document.getElementById('studio');
if (place !== null) render(<main>visuals studio</main>, place);
