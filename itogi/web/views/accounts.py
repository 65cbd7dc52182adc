"""Login, logout, password, and the tokens of the person who is logged in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from itogi.web import throttle, tokens
from itogi.web.access import anyone, signed_in
from itogi.web.audit import address, note
from itogi.web.models import ROLES, Role, Token, User


class LoginForm(AuthenticationForm):
    """Name and password; too many failures close the door for a while."""

    error_messages = {  # noqa: RUF012  Django's own form
        "invalid_login": gettext_lazy("Name or password is wrong."),
        "inactive": gettext_lazy("Name or password is wrong."),  # whether a name exists is not told
        "shut": gettext_lazy("Too many attempts. Try again in a quarter of an hour."),
    }

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["username"].label = gettext_lazy("User name")  # Django takes the name of the column

    def clean(self) -> dict[str, Any]:
        """Check the password, unless there were too many failures."""
        name = self.cleaned_data.get("username", "")
        where = address(self.request) if self.request else ""
        if throttle.shut(name, where):
            raise forms.ValidationError(self.error_messages["shut"], code="shut")
        try:
            found = super().clean()
        except forms.ValidationError:
            throttle.failed(name, where)
            note(self.request, "login failed", by="?")
            raise
        throttle.succeeded(name)
        return found


class Login(auth.LoginView):
    """The login page."""

    template_name = "web/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in and note it."""
        response = super().form_valid(form)
        note(self.request, "login")
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The form again; 429 where the door is shut."""
        response = super().form_invalid(form)
        if form.has_error("__all__", "shut"):
            response.status_code = 429
        return response


class PasswordChange(auth.PasswordChangeView):
    """A new password of one's own; all other sessions end."""

    template_name = "web/password.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it and note that it was."""
        response = super().form_valid(form)
        note(self.request, "password changed", str(self.request.user))
        messages.success(self.request, _("The password is changed."))
        return response


class TokenForm(forms.Form):
    """A name for a token, and the most it may do."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name"))
    role = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Rights"))

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        allowed = [(int(role), _(role.code)) for role in ROLES if role <= user.rank]
        self.fields["role"].choices = allowed  # type: ignore[attr-defined]


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """One's own account with its tokens; a new one is shown this once."""
    user = _user(request)
    form, text = TokenForm(user, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = form.cleaned_data
        token, text = tokens.make(user, made["name"], Role(made["role"]))
        note(request, "token made", token.name, role=token.rank.code)
        form = TokenForm(user)
    context = {"form": form, "text": text, "tokens": Token.objects.filter(user=user).order_by("-made")}
    return render(request, "web/account.html", context)


@signed_in
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke a token of one's own; those of others are not there."""
    token = get_object_or_404(Token, pk=number, user=_user(request))
    tokens.revoke(token)
    note(request, "token revoked", token.name)
    messages.success(request, _("The token is revoked."))
    return redirect("account")


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # the decorator lets nobody else in
    return user


urlpatterns = [
    path("", account, name="account"),
    path("login/", anyone(Login.as_view()), name="login"),
    path("logout/", anyone(auth.LogoutView.as_view()), name="logout"),
    path("password/", signed_in(PasswordChange.as_view()), name="password_change"),
    path("tokens/<int:number>/revoke/", revoke, name="token_revoke"),
]
