/** Log-in of the page of its own, with the router's own accounts. */
import { useSignal } from "@preact/signals";
import { useTranslate } from "../../models/translate.ts";
import { Notice } from "../../ui/Notice.tsx";

interface LoginViewProps {
  /** Whose password is most likely to come. */
  name: string;
  /** Why the user is here again; null at first. */
  message: string | null;
  isBusy: boolean;
  onLogIn: (username: string, password: string) => void;
}

function LoginView({ name, message, isBusy, onLogIn }: LoginViewProps) {
  const _ = useTranslate();
  const username = useSignal(name);
  const password = useSignal("");
  return (
    <form
      class="cbi-section mm-login"
      onSubmit={(event) => {
        event.preventDefault();
        onLogIn(username.value, password.value);
      }}
    >
      <h2>{_("Log in")}</h2>
      <p class="mm-muted">{_("Use an account of the router.")}</p>
      {message !== null && <Notice tone="danger">{message}</Notice>}
      <label for="mm-username">{_("Username")}</label>
      <input
        id="mm-username"
        class="cbi-input-text"
        autocomplete="username"
        autocapitalize="none"
        required
        value={username.value}
        onInput={(event) => {
          username.value = event.currentTarget.value;
        }}
      />
      <label for="mm-password">{_("Password")}</label>
      <input
        id="mm-password"
        class="cbi-input-password"
        type="password"
        autocomplete="current-password"
        value={password.value}
        onInput={(event) => {
          password.value = event.currentTarget.value;
        }}
      />
      <button type="submit" class="btn cbi-button cbi-button-apply important" disabled={isBusy}>
        {_("Log in")}
      </button>
    </form>
  );
}

export { LoginView };
