'use strict';
// Comfort only: whether quotas can be met, told while they are typed; progress without reloading.
(function () {
  const editor = document.getElementById('editor');
  if (editor) {
    const told = document.getElementById('feasible');
    let timer = 0;
    let asked = 0;
    const check = async () => {
      const form = new URLSearchParams(new FormData(editor));
      const any = [...form].some(([name, value]) => name.startsWith('quota.') && value.trim() !== '');
      const mine = ++asked;
      if (!any) {
        told.textContent = '';
        return;
      }
      told.textContent = 'Checking ...';
      try {
        const response = await fetch('/feasible', {method: 'POST', body: form});
        const answer = await response.json();
        if (mine !== asked) return;
        told.className = answer.feasible ? 'yes' : 'no';
        told.textContent = answer.feasible ? '✓ These quotas can be met.' : '✗ ' + answer.problem + (answer.hint ? ' — ' + answer.hint : '');
      } catch (e) {
        if (mine === asked) told.textContent = '';
      }
    };
    editor.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(check, 300);
    });
  }
  const progress = document.getElementById('progress');
  if (progress && progress.dataset.job) {
    const poll = async () => {
      const response = await fetch('/job.json?n=' + progress.dataset.job);
      const job = await response.json();
      progress.textContent = job.lines;
      if (job.ended) {
        location.reload();
      } else {
        setTimeout(poll, 700);
      }
    };
    setTimeout(poll, 300);
  }
})();
