using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>Shifts from files and into files. Nothing of a file counts before somebody has seen what it would change.</summary>
public static class ExchangeEndpoints
{
    private const int LongestSpanDays = 800;
    private const int LongestName = 100;
    private const int MostTries = 3;

    /// <summary>Maps them.</summary>
    public static void MapExchange(this IEndpointRouteBuilder web, BridgeCore core)
    {
        web.MapGet("/roster/exchange", (HttpContext context, string? post) => Show(context, core, post)).Needs(Permission.ManageRoster).ExcludeFromDescription();
        web.MapPost("/roster/import", LookAsync).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/roster/import/apply", (HttpContext context, AuditLog audit) => ApplyAsync(context, core, audit)).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/roster/export", (HttpContext context, AuditLog audit, string? post, string? from, string? to, string? format) => Export(context, core, audit, post, from, to, format)).Needs(Permission.ManageRoster).ByGetAlone().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, BridgeCore core, string? post, ImportView? import = null, string fault = "", int status = StatusCodes.Status200OK)
    {
        var viewer = Viewer.Of(context);
        return core.Read((room, _) =>
        {
            LocalDate today = room.Roster.Civil(core.Time.GetUtcNow()).Date;
            return Pages.Show<ExchangePage>(
                viewer,
                status,
                ("Posts", room.Roster.Document.Posts.Select(entry => (entry.Id, PostOrder.NameOf(room.Roster, entry.Id))).ToArray()),
                ("Post", RosterView.PostOf(room.Roster, post)),
                ("From", LocalDatePattern.Iso.Format(today)),
                ("To", LocalDatePattern.Iso.Format(today.PlusMonths(1).PlusDays(-1))),
                ("Import", import),
                ("Fault", fault));
        });
    }

    private static async Task<IResult> LookAsync(HttpContext context, BridgeCore core)
    {
        Language t = Language.Of(context);
        IFormCollection? form = await BoundedForm.ReadAsync(context, ImportBounds.Bytes + BoundedForm.Bytes);
        if (form?.Files["file"] is not { Length: > 0 } file || file.Length > ImportBounds.Bytes)
        {
            return Show(context, core, form?["post"], null, t["planning.fault-file", ImportBounds.Bytes / 1024], StatusCodes.Status400BadRequest);
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, context.RequestAborted);
        string name = file.FileName.Length <= LongestName ? file.FileName : file.FileName[..LongestName];
        DateTimeZone zone = core.Read((room, _) => room.Roster.Zone);
        Imported<ShiftEntry> read = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".xlsx" => ShiftSheet.Read(bytes.ToArray(), context.RequestAborted),
            ".ics" => RosterCalendar.Read(bytes.ToArray(), zone),
            _ => ShiftCsv.Read(bytes.ToArray()),
        };
        return Look(context, core, form["post"], name, read, form["whole"].ToString() is "yes", "");
    }

    private static IResult Look(HttpContext context, BridgeCore core, string? post, string name, Imported<ShiftEntry> read, bool isWhole, string fault)
    {
        Language t = Language.Of(context);

        // A table of a year takes a while to look through, and a roster never changes once it is in force: the house goes on meanwhile.
        RosterModel roster = core.Read((room, _) => room.Roster);
        var view = ImportView.Of(t, roster, core.Time.GetUtcNow(), RosterEndpoints.PlannerOf(context), name, read, isWhole);
        return Show(context, core, post, view, fault, fault.Length > 0 ? StatusCodes.Status409Conflict : view.Faults.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ApplyAsync(HttpContext context, BridgeCore core, AuditLog audit)
    {
        Language t = Language.Of(context);
        // The table that was read is sent once more.
        IFormCollection? form = await BoundedForm.ReadAsync(context, (2 * ImportBounds.Bytes) + BoundedForm.Bytes);
        string post = form?["post"].ToString() ?? "", name = form?["name"].ToString() ?? "", seen = form?["seen"].ToString() ?? "";
        bool isWhole = form?["whole"].ToString() is "yes";
        Imported<ShiftEntry> read = ShiftCsv.Read(Encoding.UTF8.GetBytes(form?["table"].ToString() ?? ""));
        if (core.Read((room, _) => room.Roster.Post(post)) == null)
        {
            return Show(context, core, null, null, t.Of("refusal", "no-post"), StatusCodes.Status400BadRequest);
        }

        if (read.Faults.Count > 0)
        {
            return Show(context, core, post, null, t["planning.fault-file", ImportBounds.Bytes / 1024], StatusCodes.Status400BadRequest);
        }

        string by = RosterEndpoints.PlannerOf(context);
        bool isSeen = true, isTaken = false;
        int count = 0;
        for (int tries = 0; isSeen && !isTaken && tries < MostTries; tries++)
        {
            // What it changes is found out while the house goes on; under its lock there is only to see that the roster is still that one, and that none of the shifts has begun.
            RosterModel roster = core.Read((room, _) => room.Roster);
            DateTimeOffset since = core.Time.GetUtcNow();
            IReadOnlyList<ImportLine> lines = ShiftImport.Plan(roster, since, by, read.Entries, isWhole);
            ShiftEdit[] edits = [.. ShiftImport.EditsOf(lines)];
            count = edits.Length;
            isSeen = count <= ShiftEdits.Most && ImportView.MarkOf(lines) == seen;
            if (isSeen)
            {
                PlanAct? act = ShiftEdits.Decide(roster, since, by, edits).Act;
                DateTimeOffset first = ShiftEdits.BeginOf(roster, edits);
                core.Ask(post, (room, now) =>
                {
                    isTaken = ReferenceEquals(room.Roster, roster) && now < first;
                    return isTaken && act != null ? Answer.Accept(LogKind.Plan, act) : Answer.Refuse("");
                });
            }
        }

        if (!isTaken)
        {
            return Look(context, core, post, name, read, isWhole, t["planning.fault-import-met"]);
        }

        audit.Write(context, AuditActions.RosterImported, name, FormattableString.Invariant($"{count} shifts"));
        return Results.LocalRedirect(Viewer.After($"/roster/exchange?post={Uri.EscapeDataString(post)}", "planning.done-imported"));
    }

    private static IResult Export(HttpContext context, BridgeCore core, AuditLog audit, string? post, string? from, string? to, string? format)
    {
        Language t = Language.Of(context);
        if (!string.IsNullOrEmpty(post) && core.Read((room, _) => room.Roster.Post(post)) == null)
        {
            return Show(context, core, null, null, t.Of("refusal", "no-post"), StatusCodes.Status400BadRequest);
        }

        (RosterModel roster, RosterShift[] shifts, LocalDate first, LocalDate last) = core.Read((room, _) =>
        {
            LocalDate begin = RosterView.DayOf(room.Roster, core.Time.GetUtcNow(), from), end = RosterView.DayOf(room.Roster, core.Time.GetUtcNow(), to);
            bool fits = begin <= end && Period.DaysBetween(begin, end) <= LongestSpanDays;
            return (room.Roster, fits ? room.Roster.Document.Posts.Where(entry => string.IsNullOrEmpty(post) || entry.Id == post)
                .SelectMany(entry => room.Roster.Shifts(entry.Id, room.Roster.Moment(begin.AtMidnight()), room.Roster.Moment(end.PlusDays(1).AtMidnight())))
                .OrderBy(shift => shift.Start).ThenBy(shift => shift.Post, StringComparer.Ordinal).ToArray() : null!, begin, end);
        });
        if (shifts == null)
        {
            return Show(context, core, post, null, t["planning.fault-span", LongestSpanDays], StatusCodes.Status400BadRequest);
        }

        string span = $"{LocalDatePattern.Iso.Format(first)}-{LocalDatePattern.Iso.Format(last)}", kind = format is "csv" or "ics" ? format : "xlsx";
        audit.Write(context, AuditActions.RosterExported, string.IsNullOrEmpty(post) ? "*" : post, $"{span} {kind}");
        string name = $"roster{(string.IsNullOrEmpty(post) ? "" : $"-{post}")}-{span}.{kind}";

        // The mark at the beginning tells a spreadsheet that names are in UTF-8; a calendar must not have one.
        return kind switch
        {
            "csv" => Results.Bytes([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(ShiftCsv.Write(shifts.Select(shift => shift.Entry)))], "text/csv; charset=utf-8", name),
            "ics" => Results.Bytes(Encoding.UTF8.GetBytes(RosterCalendar.Write(shifts, shift => PlanWords.NameOf(t, roster, shift))), "text/calendar; charset=utf-8", name),
            _ => Results.Bytes(ShiftSheet.Write(shifts.Select(shift => shift.Entry)), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name),
        };
    }
}
