using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>The page of the keys of programs.</summary>
public static class KeyPages
{
    private const int MostDays = 3650;

    /// <summary>Maps it.</summary>
    public static void MapKeyPages(this IEndpointRouteBuilder web, BridgeCore core)
    {
        web.MapGet("/settings/keys", (HttpContext context, ApiKeys keys) => Show(Viewer.Of(context), core, keys)).Needs(Permission.ManageKeys).ExcludeFromDescription();
        web.MapPost("/settings/keys", async (HttpContext context, ApiKeys keys, AuditLog audit) => await MakeAsync(context, core, keys, audit)).Needs(Permission.ManageKeys).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/keys/{id}/revoke", (HttpContext context, string id, ApiKeys keys, AuditLog audit) => Revoke(context, core, id, keys, audit)).Needs(Permission.ManageKeys).DisableAntiforgery().ExcludeFromDescription();
    }

    private static IResult Show(Viewer viewer, BridgeCore core, ApiKeys keys, string fault = "", int status = StatusCodes.Status200OK, string name = "", string[]? scopes = null, string text = "", string textFor = "")
    {
        CivilTime civil = SettingsMap.Civil(core);
        DateTimeOffset now = core.Time.GetUtcNow();
        return Pages.Show<KeysPage>(
            viewer,
            status,
            ("Keys", keys.All().Reverse().Select(key => KeyLine.Of(key, civil, now)).OrderBy(key => key.State is "works" or "until" ? 0 : 1).ToArray()),
            ("Fault", fault),
            ("Name", name),
            ("Scopes", scopes ?? []),
            ("Text", text),
            ("TextFor", textFor));
    }

    private static async Task<IResult> MakeAsync(HttpContext context, BridgeCore core, ApiKeys keys, AuditLog audit)
    {
        var viewer = Viewer.Of(context);
        if (await BoundedForm.ReadAsync(context) is not { } form)
        {
            return Show(viewer, core, keys, viewer.T["settings.fault-form"], StatusCodes.Status400BadRequest);
        }

        string name = form["name"].ToString().Trim();
        string[] scopes = [.. form["scope"].OfType<string>()];
        if (!int.TryParse(form["days"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int days) || days > MostDays)
        {
            return Show(viewer, core, keys, viewer.T["settings.fault-form"], StatusCodes.Status400BadRequest, name, scopes);
        }

        if (scopes.Length == 0)
        {
            return Show(viewer, core, keys, viewer.T["settings.fault-no-scope"], StatusCodes.Status400BadRequest, name, scopes);
        }

        Caller caller = Caller.Of(context)!;
        (ApiKey? key, string text, Refusal? refusal) = keys.Create(name, scopes, days == 0 ? null : core.Time.GetUtcNow().AddDays(days), caller);
        if (key == null)
        {
            return Show(viewer, core, keys, RefusedWords.Of(viewer.T, refusal!), SettingsMap.StatusOf(refusal!), name, scopes);
        }

        audit.Write(caller, AuditActions.KeyMade, $"{key.Id} {key.Name}", string.Join(' ', key.Scopes.Order().Select(PermissionWords.Of)));
        return Show(viewer, core, keys, text: text, textFor: key.Name);
    }

    private static IResult Revoke(HttpContext context, BridgeCore core, string id, ApiKeys keys, AuditLog audit)
    {
        var viewer = Viewer.Of(context);
        (ApiKey? key, Refusal? refusal) = keys.Revoke(id);
        if (key == null)
        {
            return Show(viewer, core, keys, RefusedWords.Of(viewer.T, refusal!), SettingsMap.StatusOf(refusal!));
        }

        audit.Write(context, AuditActions.KeyRevoked, $"{key.Id} {key.Name}");
        return Results.LocalRedirect(Viewer.After("/settings/keys", "settings.done-revoked"));
    }
}
