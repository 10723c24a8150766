'use strict';
// Comfort only: whether quotas can be met, told while they are typed; progress without reloading; copying commands.
(function () {
  const get = id => document.getElementById(id);

  const cli = get('cli');
  if (cli && navigator.clipboard) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy the command';
    const told = document.createElement('span');
    told.setAttribute('role', 'status');
    told.className = 'note';
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(cli.textContent);
        told.textContent = ' Copied.';
      } catch (e) {
        told.textContent = ' The browser does not allow it: select the text.';
      }
    });
    cli.closest('section').append(button, told);
  }

  const editor = get('editor');
  if (editor) {
    const told = get('feasible');
    const offer = get('fix');
    let timer = 0;
    let asked = 0;
    let fix = {};
    const say = (text, state) => {
      told.textContent = text;
      told.className = state;
    };
    const check = async typed => {
      const form = new URLSearchParams(new FormData(editor));
      const any = [...form].some(([name, value]) => name.startsWith('quota.') && value.trim() !== '');
      const mine = ++asked;
      offer.hidden = true;
      if (!any) {
        say('', '');
        return;
      }
      const slow = setTimeout(() => mine === asked && say('Loading the run\'s data …', ''), 800);
      try {
        const response = await fetch(editor.dataset.check, {method: 'POST', body: form});
        const answer = response.ok ? await response.json() : null;
        if (mine !== asked) return;
        if (answer === null) {
          say('The check was not answered (' + response.status + '); the form still works.', '');
        } else {
          say(answer.feasible ? '✓ These quotas can be met.' : '✗ ' + answer.problem + (answer.hint ? '\n' + answer.hint : ''), answer.feasible ? 'good' : 'bad');
          if (typed && answer.command && cli) cli.textContent = answer.command;
          fix = answer.fix;
          offer.hidden = Object.keys(fix).length === 0;
        }
      } catch (e) {
        if (mine === asked) say('The console does not answer.', 'bad');
      } finally {
        clearTimeout(slow);
      }
    };
    editor.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(check, 250, true);
    });
    get('take-fix').addEventListener('click', () => {
      let first = null;
      for (const [fund, quota] of Object.entries(fix)) {
        const field = editor.elements['quota.' + fund];
        if (field) {
          field.value = quota;
          first = first || field;
        }
      }
      if (first) first.focus();
      check(true);
    });
    check(false);
  }

  // A solve takes its time: say so, and take no second click.
  for (const form of document.querySelectorAll('form')) {
    form.addEventListener('submit', event => {
      const button = event.submitter;
      setTimeout(() => {
        for (const b of form.querySelectorAll('button')) b.disabled = true;
        if (button) {
          button.dataset.text = button.textContent;
          button.textContent += ' …';
        }
      }, 0);
    });
  }
  addEventListener('pageshow', () => {
    for (const b of document.querySelectorAll('button:disabled')) {
      b.disabled = false;
      if (b.dataset.text) b.textContent = b.dataset.text;
    }
  });

  const running = get('running');
  if (running) {
    let html = null;
    const look = async () => {
      let wait = 3000;
      try {
        const response = await fetch(running.dataset.poll);
        if (response.ok) {
          const answer = await response.json();
          if (answer.html !== html) running.innerHTML = html = answer.html; // made and escaped by the console
          if (answer.any) wait = 1000;
          if (answer.stamp !== running.dataset.stamp && get('changed').childElementCount === 0) {
            const again = document.createElement('a');
            again.href = location.href;
            again.textContent = 'Show the new list';
            get('changed').append('There are other runs by now. ', again);
          }
        }
      } catch (e) {
        return; // the console has stopped
      }
      setTimeout(look, wait);
    };
    setTimeout(look, 1000);
  }

  const progress = get('progress');
  if (progress && progress.dataset.poll) {
    const said = get('said');
    const look = async () => {
      try {
        const response = await fetch(progress.dataset.poll);
        if (response.ok) {
          const answer = await response.json();
          progress.innerHTML = answer.html; // made and escaped by the console
          if (said.textContent !== answer.said) said.textContent = answer.said;
          if (answer.ended) return;
        }
      } catch (e) {
        said.textContent = 'The console does not answer.';
        return;
      }
      setTimeout(look, 500);
    };
    setTimeout(look, 300);
  }
})();
