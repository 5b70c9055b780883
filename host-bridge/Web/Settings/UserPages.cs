using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>The pages about who may sign in, and as what.</summary>
public static class UserPages
{
    /// <summary>Maps them.</summary>
    public static void MapUserPages(this IEndpointRouteBuilder web, BridgeCore core, BridgeOptions options)
    {
        var desk = new Desk(core, options);
        web.MapGet("/settings/users", (HttpContext context, UserAccounts accounts) => desk.List(Viewer.Of(context), accounts)).Needs(Permission.ManageUsers).ExcludeFromDescription();
        web.MapPost("/settings/users", desk.AddAsync).Needs(Permission.ManageUsers).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/settings/users/{id}", (HttpContext context, string id, UserAccounts accounts) => desk.Show(Viewer.Of(context), id, accounts)).Needs(Permission.ManageUsers).ExcludeFromDescription();
        web.MapPost("/settings/users/{id}", desk.ChangeAsync).Needs(Permission.ManageUsers).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/users/{id}/shut", (HttpContext context, string id, UserAccounts accounts, AuditLog audit) => desk.Shut(context, id, true, accounts, audit)).Needs(Permission.ManageUsers).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/users/{id}/open", (HttpContext context, string id, UserAccounts accounts, AuditLog audit) => desk.Shut(context, id, false, accounts, audit)).Needs(Permission.ManageUsers).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/users/{id}/reset", desk.Reset).Needs(Permission.ManageUsers).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/users/{id}/delete", desk.Delete).Needs(Permission.ManageUsers).DisableAntiforgery().ExcludeFromDescription();
    }

    private sealed class Desk(BridgeCore core, BridgeOptions options)
    {
        internal IResult List(Viewer viewer, UserAccounts accounts, string fault = "", UserLine? given = null, int status = StatusCodes.Status200OK, AppUser? invited = null, string link = "")
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            RosterModel roster = core.Read((room, _) => room.Roster);
            return Pages.Show<UsersPage>(
                viewer,
                status,
                ("Users", accounts.Users.All().OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase).Select(user => UserLine.Of(user, roster, now)).ToArray()),
                ("Foreign", accounts.Users.Foreign()),
                ("People", SettingsMap.People(core)),
                ("Given", given ?? UserLine.None),
                ("Fault", fault),
                ("Link", link),
                ("LinkFor", invited?.Shown ?? ""),
                ("LinkUntil", link.Length > 0 ? SettingsMap.Civil(core).Dated(now + OneTimeLinks.PasswordSpan) : ""));
        }

        internal IResult Show(Viewer viewer, string id, UserAccounts accounts, string fault = "", int status = StatusCodes.Status200OK)
        {
            return accounts.Users.Find(id) is { } user
                ? Pages.Show<UserPage>(viewer, status, ("User", UserLine.Of(user, core.Read((room, _) => room.Roster), core.Time.GetUtcNow())), ("People", SettingsMap.People(core)), ("Fault", fault))
                : Results.NotFound();
        }

        internal async Task<IResult> AddAsync(HttpContext context, UserAccounts accounts, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            if (await BoundedForm.ReadAsync(context) is not { } form)
            {
                return List(viewer, accounts, viewer.T["settings.fault-form"], status: StatusCodes.Status400BadRequest);
            }

            var given = new UserLine("", form["name"].ToString().Trim(), form["shown"].ToString().Trim(), form["role"].ToString(), form["staff"].ToString(), form["mail"].ToString().Trim(), "open", false);
            (AppUser? user, string code, Refusal? refusal) = accounts.Add(given.Name, given.Role, new UserChange(given.Shown, null, given.Staff, given.Mail), viewer.Permissions);
            if (user == null)
            {
                return List(viewer, accounts, RefusedWords.Of(viewer.T, refusal!), given, SettingsMap.StatusOf(refusal!));
            }

            audit.Write(context, AuditActions.UserMade, user.Name, user.Role);
            return List(viewer, accounts, invited: user, link: LinkOf(context, code));
        }

        internal async Task<IResult> ChangeAsync(HttpContext context, string id, UserAccounts accounts, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            if (accounts.Users.Find(id) is not { } before)
            {
                return Results.NotFound();
            }

            if (await BoundedForm.ReadAsync(context) is not { } form)
            {
                return Show(viewer, id, accounts, viewer.T["settings.fault-form"], StatusCodes.Status400BadRequest);
            }

            // Only what differs is changed, and stands in the audit log.
            var change = new UserChange(
                Differs(form["shown"].ToString().Trim(), before.DisplayName), Differs(form["role"].ToString(), before.Role), Differs(form["staff"].ToString(), before.Staff), Differs(form["mail"].ToString().Trim(), before.Mail));
            (AppUser? user, Refusal? refusal) = accounts.Change(id, change, viewer.Permissions);
            if (user == null)
            {
                return Show(viewer, id, accounts, RefusedWords.Of(viewer.T, refusal!), SettingsMap.StatusOf(refusal!));
            }

            audit.Write(context, AuditActions.UserChanged, user.Name, UsersApi.Words(change));
            return Results.LocalRedirect(Viewer.After($"/settings/users/{id}", "settings.done-saved"));
        }

        internal IResult Shut(HttpContext context, string id, bool shut, UserAccounts accounts, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            var change = new UserChange(Disabled: shut);
            (AppUser? user, Refusal? refusal) = accounts.Change(id, change, viewer.Permissions);
            if (user == null)
            {
                return Show(viewer, id, accounts, RefusedWords.Of(viewer.T, refusal!), SettingsMap.StatusOf(refusal!));
            }

            audit.Write(context, AuditActions.UserChanged, user.Name, UsersApi.Words(change));
            return Results.LocalRedirect(Viewer.After($"/settings/users/{id}", shut ? "settings.done-shut" : "settings.done-opened"));
        }

        internal IResult Reset(HttpContext context, string id, UserAccounts accounts, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            (AppUser? user, string code, Refusal? refusal) = accounts.Reset(id, viewer.Permissions);
            if (user == null)
            {
                return Show(viewer, id, accounts, RefusedWords.Of(viewer.T, refusal!), SettingsMap.StatusOf(refusal!));
            }

            audit.Write(context, AuditActions.UserReset, user.Name);
            return List(viewer, accounts, invited: user, link: LinkOf(context, code));
        }

        internal IResult Delete(HttpContext context, string id, UserAccounts accounts, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            (AppUser? user, Refusal? refusal) = accounts.Delete(id, viewer.Permissions);
            if (user == null)
            {
                return Show(viewer, id, accounts, RefusedWords.Of(viewer.T, refusal!), SettingsMap.StatusOf(refusal!));
            }

            audit.Write(context, AuditActions.UserDeleted, user.Name);
            return Results.LocalRedirect(Viewer.After("/settings/users", "settings.done-deleted"));
        }

        private static string? Differs(string given, string before) => string.Equals(given, before, StringComparison.Ordinal) ? null : given;

        private string LinkOf(HttpContext context, string code) => AccessPages.PasswordLink(options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}", code);
    }
}
