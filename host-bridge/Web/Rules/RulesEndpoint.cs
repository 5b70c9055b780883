using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Rules.WhatIf;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Rules;

/// <summary>The page of rules, and the rules of each post.</summary>
public static class RulesEndpoint
{
    private const int MostFormBytes = 128 * 1024;
    private const string Values = "value-", Reasons = "reason-";

    /// <summary>Maps it.</summary>
    public static void MapRules(this IEndpointRouteBuilder web, BridgeCore core, RosterDesk desk)
    {
        var audit = AuditLog.Of(core);

        // To play a week takes a second of a processor: one at a time leaves the bridge to its terminals.
        var stage = new System.Threading.SemaphoreSlim(1);
        web.MapGet("/rules", (HttpContext context) =>
        {
            var viewer = Viewer.Of(context);
            (PackShelf packs, (string Id, string Name, string Pack)[] posts) = core.Read((room, _) => (room.Roster.Packs, room.Roster.Document.Posts.Select(post => (post.Id, PostOrder.NameOf(room.Roster, post.Id), post.Pack)).ToArray()));
            return Pages.Show<RulesPage>(viewer, ("View", RulesView.Of(viewer.T, packs)), ("Posts", posts));
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/rules/{post}", (HttpContext context, string post, string? pack) =>
        {
            var viewer = Viewer.Of(context);
            RosterModel roster = core.Read((room, _) => room.Roster);
            if (PostOf(roster, post) is not { } entry)
            {
                return Results.NotFound();
            }

            var draft = RuleDraft.Of(entry);
            draft = string.IsNullOrEmpty(pack) || string.Equals(pack, entry.Pack, StringComparison.Ordinal) ? draft : draft with { Pack = pack, Reasons = Without(draft.Reasons, RuleEdit.PackName) };
            RuleEdit edit = RuleEdit.Of(roster.Packs, entry, draft, "", "");

            // What was not asked for yet is not missing.
            return Show(viewer, roster, entry, draft, edit with { Faults = [.. edit.Faults.Where(fault => fault.Word is not "reason")] }, null, "");
        }).Needs(Permission.ManageRoster).ExcludeFromDescription();
        web.MapPost("/rules/{post}", (HttpContext context, string post) => ChangeAsync(context, core, desk, audit, stage, post)).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, BridgeCore core, RosterDesk desk, AuditLog audit, System.Threading.SemaphoreSlim stage, string post)
    {
        IFormCollection form = await BoundedForm.ReadAsync(context, MostFormBytes) ?? FormCollection.Empty;
        var viewer = Viewer.Of(context);
        RosterModel roster = core.Read((room, _) => room.Roster);
        if (PostOf(roster, post) is not { } entry)
        {
            return Results.NotFound();
        }

        var caller = Caller.Of(context)!;
        RuleDraft draft = Read(form, entry);
        string by = caller.Staff.Length > 0 ? caller.Staff : caller.Name, at = new CivilTime(roster, core.Time.GetUtcNow()).Now;
        RuleEdit edit = RuleEdit.Of(roster.Packs, entry, draft, by, at);
        if (!string.Equals(form["mark"], RuleDraft.MarkOf(entry), StringComparison.Ordinal))
        {
            return Show(viewer, roster, entry, draft, edit, null, viewer.T["rules.fault-meanwhile"], StatusCodes.Status409Conflict);
        }

        if (edit.Post is not { } changed)
        {
            return Show(viewer, roster, entry, draft, edit, null, viewer.T["rules.fault-mend"], StatusCodes.Status400BadRequest);
        }

        if (edit.Changes.Count == 0 && string.Equals(RuleDraft.MarkOf(changed), RuleDraft.MarkOf(entry), StringComparison.Ordinal))
        {
            return Show(viewer, roster, entry, draft, edit, null, viewer.T["rules.fault-same"], StatusCodes.Status400BadRequest);
        }

        if (form["act"].ToString() is not "save")
        {
            return Show(viewer, roster, entry, draft, edit, await RehearseAsync(context, core, stage, viewer, changed), "");
        }

        string fault = Save(desk, entry, changed, viewer.T);
        if (fault.Length > 0)
        {
            return Show(viewer, roster, entry, draft, edit, null, fault, StatusCodes.Status409Conflict);
        }

        audit.Write(context, AuditActions.RulesChanged, post, string.Join("; ", edit.Changes.Select(change => $"{change.Name} {change.Before} → {change.After}{(draft.Reasons.GetValueOrDefault(change.Name, "") is { Length: > 0 } why ? $" ({why})" : "")}")));
        return Results.LocalRedirect(Viewer.After("/rules/" + Uri.EscapeDataString(post), "rules.done-saved"));
    }

    private static async Task<RehearsalView?> RehearseAsync(HttpContext context, BridgeCore core, System.Threading.SemaphoreSlim stage, Viewer viewer, PostEntry changed)
    {
        await stage.WaitAsync(context.RequestAborted);
        try
        {
            return await Task.Run(() => RehearsalInput.Of(core, changed.Id) is { } input ? RehearsalView.Of(viewer.T, input.Roster, Rehearsal.Of(input, changed, context.RequestAborted), input.To) : null, context.RequestAborted);
        }
        finally
        {
            stage.Release();
        }
    }

    // The rules are written where people edit them, and the terminals are told by what comes of that.
    private static string Save(RosterDesk desk, PostEntry was, PostEntry changed, Language t)
    {
        bool written = false;
        try
        {
            desk.Change(roster =>
            {
                int place = roster.Posts.FindIndex(post => string.Equals(post.Id, was.Id, StringComparison.Ordinal));
                if (place < 0 || !string.Equals(RuleDraft.MarkOf(roster.Posts[place]), RuleDraft.MarkOf(was), StringComparison.Ordinal))
                {
                    return null;
                }

                written = true;
                roster.Posts[place] = changed;
                return roster;
            });
        }
        catch (Exception exception) when (exception is RosterException or IOException or UnauthorizedAccessException)
        {
            return t["rules.fault-write", exception.Message];
        }

        return written ? "" : t["rules.fault-meanwhile"];
    }

    private static RuleDraft Read(IFormCollection form, PostEntry entry)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal) { [RuleEdit.PackName] = form[Reasons + RuleEdit.PackName].ToString().Trim(), [RuleEdit.SheetsName] = form[Reasons + RuleEdit.SheetsName].ToString().Trim() };
        foreach (string name in ParameterList.All.Select(parameter => parameter.Name))
        {
            if (form[Values + name].ToString().Trim() is { Length: > 0 } value)
            {
                // An empty value is one of its own where the pack has another.
                values[name] = value is EmptyWord ? "" : value;
            }

            reasons[name] = form[Reasons + name].ToString().Trim();
        }

        return new RuleDraft(form["pack"].ToString() is { Length: > 0 } pack ? pack : entry.Pack, values, reasons)
        {
            Sheets = form[RuleEdit.SheetsName].ToString() switch { "true" => true, "false" => false, _ => null },
        };
    }

    /// <summary>What stands in a field whose value is to be empty.</summary>
    public const string EmptyWord = "-";

    private static PostEntry? PostOf(RosterModel roster, string post) => roster.Document.Posts.Find(entry => string.Equals(entry.Id, post, StringComparison.Ordinal));

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> reasons, string name) => reasons.Where(reason => !string.Equals(reason.Key, name, StringComparison.Ordinal)).ToDictionary(reason => reason.Key, reason => reason.Value, StringComparer.Ordinal);

    private static IResult Show(Viewer viewer, RosterModel roster, PostEntry entry, RuleDraft draft, RuleEdit edit, RehearsalView? rehearsal, string fault, int status = StatusCodes.Status200OK)
    {
        return Pages.Show<PostRulesPage>(viewer, status, ("View", PostRulesView.Of(viewer.T, roster, entry, draft, edit)), ("Names", (Func<string, string>)roster.NameOf), ("Rehearsal", rehearsal), ("Fault", fault));
    }
}
