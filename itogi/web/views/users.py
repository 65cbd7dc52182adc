"""The people who use the register, for administrators: their roles, and what happened to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itogi.web import people
from itogi.web.access import administrator
from itogi.web.models import ROLES, Event, Role, User

_EVENTS = 50


@administrator
def users(request: HttpRequest) -> HttpResponse:
    """Everybody with their role, and the latest events."""
    context = {
        "users": User.objects.order_by("username"),
        "roles": [(role.code, _(role.code)) for role in ROLES],
        "events": Event.objects.order_by("-pk")[:_EVENTS],
    }
    return render(request, "web/users.html", context)


@administrator
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Give somebody another role, or close or open their account."""
    user = get_object_or_404(User, pk=number)
    role = request.POST.get("role", "")
    if role in {known.code for known in ROLES}:
        people.change_role(user, Role.named(role), request=request)
    if request.POST.get("active") in ("yes", "no"):
        people.activate(user, request.POST["active"] == "yes", request=request)
    messages.success(request, _("The account is changed."))
    return redirect("users")


urlpatterns = [
    path("", users, name="users"),
    path("<int:number>/", change, name="user_change"),
]
