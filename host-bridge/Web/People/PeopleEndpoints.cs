using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>The pages about people and their badges.</summary>
public static class PeopleEndpoints
{
    private const string ForShift = "shift";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Maps them.</summary>
    public static void MapPeople(this IEndpointRouteBuilder web, BridgeCore core, Database database, Pages pages)
    {
        web.MapGet("/people", (HttpContext context, UserTable users, string? q, string? role, string? state, int? page) =>
            List(context, core, users, new PeopleSearch(q ?? "", role ?? "", state ?? "", page ?? 1))).Needs(Permission.ReadPeople).ExcludeFromDescription();
        web.MapPost("/people", (HttpContext context, UserTable users, PeopleDesk desk, AuditLog audit) => AddAsync(context, core, users, desk, audit)).Needs(Permission.ManagePeople).DisableAntiforgery().ExcludeFromDescription();

        web.MapGet("/people/enrol", (HttpContext context, PeopleDesk desk, string? staff) => Enrol(context, core, desk, Draft.None, staff ?? "")).Needs(Permission.ManagePeople).ExcludeFromDescription();
        web.MapPost("/people/enrol", (HttpContext context, PeopleDesk desk, AuditLog audit) => EnrolAsync(context, core, desk, audit)).Needs(Permission.ManagePeople).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/people/enrol/stream", (HttpContext context, PeopleDesk desk) =>
        {
            var viewer = Viewer.Of(context);
            return new LiveStream(core).SendAsync(context, async () =>
            {
                EnrolView view = EnrolViewOf(viewer.T, core, desk);
                return new LiveMoment(view.Now, await pages.RenderAsync<EnrolParts>(("View", view), ("T", viewer.T), ("Chosen", "")));
            });
        }).Needs(Permission.ManagePeople).ByGetAlone().ExcludeFromDescription();

        web.MapGet("/people/import", (HttpContext context) => Pages.Show<ImportPage>(Viewer.Of(context), ("View", ImportView.Empty))).Needs(Permission.ManagePeople).ExcludeFromDescription();
        // Told what it returns: a handler of a context alone would be taken for one that writes its answer itself.
        web.MapPost("/people/import", Task<IResult> (HttpContext context) => PreviewAsync(context, core)).Needs(Permission.ManagePeople).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/people/import/apply", (HttpContext context, PeopleDesk desk, AuditLog audit) => ApplyAsync(context, core, desk, audit)).Needs(Permission.ManagePeople).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/people/export", (HttpContext context, AuditLog audit) => ExportAsync(context, core, audit)).Needs(Permission.ManagePeople).DisableAntiforgery().ExcludeFromDescription();

        web.MapGet("/people/{id}", (HttpContext context, UserTable users, PeopleDesk desk, string id) => Person(context, core, users, desk, id, "", Draft.None)).Needs(Permission.ReadPeople).ExcludeFromDescription();
        web.MapPost("/people/{id}", (HttpContext context, UserAccounts accounts, PeopleDesk desk, AuditLog audit, string id) =>
            ActAsync(context, core, accounts.Users, desk, new Departures(accounts, new CalendarLinks(database, core.Time), audit), audit, id)).Needs(Permission.ManagePeople).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/people/{id}/stream", (HttpContext context, UserTable users, PeopleDesk desk, string id) =>
        {
            var viewer = Viewer.Of(context);
            return new LiveStream(core).SendAsync(context, async () =>
            {
                PersonView? view = PersonViewOf(viewer.T, core, users, desk, id);
                return view == null ? null : new LiveMoment(view.Now, await pages.RenderAsync<PersonTerminals>(("View", view), ("T", viewer.T)));
            });
        }).Needs(Permission.ReadPeople).ByGetAlone().ExcludeFromDescription();
        web.MapGet("/people/{id}/privacy", (HttpContext context, UserTable users, ApiKeys keys, string id) => Privacy(context, core, database, users, keys, id)).Needs(Permission.ReadPeople).ExcludeFromDescription();
        web.MapPost("/people/{id}/privacy", (HttpContext context, UserTable users, ApiKeys keys, AuditLog audit, string id) => ExportPerson(context, core, database, users, keys, audit, id)).Needs(Permission.Export).DisableAntiforgery().ExcludeFromDescription();
    }

    private static IResult List(HttpContext context, BridgeCore core, UserTable users, PeopleSearch search, string fault = "", Draft? draft = null, int status = StatusCodes.Status409Conflict)
    {
        var viewer = Viewer.Of(context);
        DateTimeOffset now = core.Time.GetUtcNow();
        IReadOnlyList<AppUser> all = users.All();
        PeopleView view = core.Read((room, _) => PeopleView.Of(viewer.T, room, all, search, now));
        return Pages.Show<PeoplePage>(viewer, fault.Length > 0 ? status : StatusCodes.Status200OK, ("View", view), ("Fault", fault), ("Draft", draft ?? Draft.None));
    }

    private static async Task<IResult> AddAsync(HttpContext context, BridgeCore core, UserTable users, PeopleDesk desk, AuditLog audit)
    {
        var t = Language.Of(context);
        if (await BoundedForm.ReadAsync(context) is not { } form)
        {
            return List(context, core, users, new PeopleSearch(), t["people.bad-form"]);
        }

        var draft = Draft.Of(form);
        string id = draft["id"].Trim(), role = draft["role"];
        string fault = desk.Change(t, staff => staff.Add(id, draft["name"], role, draft["mail"]));
        if (fault.Length > 0)
        {
            return List(context, core, users, new PeopleSearch(), fault, draft);
        }

        audit.Write(context, AuditActions.PersonAdded, id, role);
        return Results.LocalRedirect(Viewer.After(AddressOf(id), "people.done-added"));
    }

    private static string AddressOf(string id) => "/people/" + Uri.EscapeDataString(id);

    private static PersonView? PersonViewOf(Language t, BridgeCore core, UserTable users, PeopleDesk desk, string id)
    {
        byte[] key = desk.SiteKeys.FirstOrDefault() ?? [];
        AppUser[] own = [.. users.All().Where(one => string.Equals(one.Staff, id, StringComparison.Ordinal))];
        DateTimeOffset now = core.Time.GetUtcNow();
        return core.Read((room, _) => PersonView.Of(t, room, id, own, key, core.RosterAt, now));
    }

    private static IResult Person(HttpContext context, BridgeCore core, UserTable users, PeopleDesk desk, string id, string fault, Draft draft)
    {
        var viewer = Viewer.Of(context);
        return PersonViewOf(viewer.T, core, users, desk, id) is not { } view
            ? List(context, core, users, new PeopleSearch(), viewer.T["people.refused-unknown-staff"], status: StatusCodes.Status404NotFound)
            : Pages.Show<PersonPage>(viewer, fault.Length > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status200OK, ("View", view), ("Fault", fault), ("Draft", draft));
    }

    private static async Task<IResult> ActAsync(HttpContext context, BridgeCore core, UserTable users, PeopleDesk desk, Departures departures, AuditLog audit, string id)
    {
        var t = Language.Of(context);
        if (await BoundedForm.ReadAsync(context) is not { } form)
        {
            return Person(context, core, users, desk, id, t["people.bad-form"], Draft.None);
        }

        var draft = Draft.Of(form);
        string badge = draft["badge"], until = UntilOf(core, id, draft), act = draft["act"];
        (string action, string done, string about, string fault) = act switch
        {
            "change" => (AuditActions.PersonChanged, "people.done-changed", draft["role"], desk.Change(t, staff => staff.Change(id, draft["name"], draft["role"], draft["mail"], draft["qualified"].Length > 0))),
            "leave" => (AuditActions.PersonLeft, "people.done-left", "", desk.Change(t, staff => staff.Leave(id))),
            "add" => (AuditActions.BadgeAdded, "people.done-badge-added", until, desk.Change(t, staff => staff.AddBadge(id, badge, until))),
            "block" => (AuditActions.BadgeBlocked, "people.done-blocked", badge, desk.Change(t, staff => staff.Block(id, badge))),
            "unblock" => (AuditActions.BadgeUnblocked, "people.done-unblocked", badge, desk.Change(t, staff => staff.Unblock(id, badge))),
            "lend" => (AuditActions.BadgeLent, "people.done-lent", $"{badge} {until}", desk.Change(t, staff => staff.Lend(id, badge, until))),
            "remove" => (AuditActions.BadgeRemoved, "people.done-removed", badge, desk.Change(t, staff => staff.Remove(id, badge))),
            _ => ("", "", "", t["people.bad-form"]),
        };
        if (fault.Length > 0)
        {
            return Person(context, core, users, desk, id, fault, draft);
        }

        // A UID that somebody has typed does not stand there.
        audit.Write(context, action, id, about);
        if (act is "leave" && departures.Of(Caller.Of(context)!, id) is { Open: { Count: > 0 } open })
        {
            return Person(context, core, users, desk, id, t["people.left-open", t.List(open)], Draft.None);
        }

        return Results.LocalRedirect(Viewer.After(AddressOf(id), done));
    }

    // Until when a badge is lent: a time, or the end of the shift that its holder is on or comes for.
    private static string UntilOf(BridgeCore core, string staff, Draft draft)
    {
        DateTimeOffset now = core.Time.GetUtcNow();
        return draft["lent"] switch
        {
            ForShift => core.Read((room, _) => PersonView.ShiftEndOf(room.Roster, staff, now) is { } end ? NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm").Format(room.Roster.Civil(end)) : "no shift"),
            "time" => draft["until"].Length > 0 ? draft["until"].Replace('T', ' ') : "no time",
            _ => "",
        };
    }

    private static EnrolView EnrolViewOf(Language t, BridgeCore core, PeopleDesk desk)
    {
        DateTimeOffset now = core.Time.GetUtcNow();
        IReadOnlyList<byte[]> keys = desk.SiteKeys;
        return core.Read((room, chain) => EnrolView.Of(t, room, core.Log.ReadNewestRecords(EnrolView.Records), chain.ProofOf, keys, now));
    }

    private static IResult Enrol(HttpContext context, BridgeCore core, PeopleDesk desk, Draft draft, string staff, string fault = "")
    {
        var viewer = Viewer.Of(context);
        return Pages.Show<EnrolPage>(viewer, fault.Length > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status200OK, ("View", EnrolViewOf(viewer.T, core, desk)), ("Fault", fault), ("Draft", draft), ("Staff", draft["staff", staff]));
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, BridgeCore core, PeopleDesk desk, AuditLog audit)
    {
        var t = Language.Of(context);
        if (await BoundedForm.ReadAsync(context) is not { } form)
        {
            return Enrol(context, core, desk, Draft.None, "", t["people.bad-form"]);
        }

        var draft = Draft.Of(form);
        string staff = draft["staff"], code = draft["tap"], until = UntilOf(core, staff, draft);

        // Only a badge that was tapped just now: who writes digits of his own into the form has no badge in his hand.
        string fault = code.Length == 0 ? t["people.no-tap"]
            : !EnrolViewOf(t, core, desk).Taps.Any(tap => string.Equals(tap.Code, code, StringComparison.Ordinal)) ? t["people.old-tap"]
            : desk.Change(t, people => people.AddBadge(staff, Badge.TapMark + code, until));
        if (fault.Length > 0)
        {
            return Enrol(context, core, desk, draft, staff, fault);
        }

        audit.Write(context, AuditActions.BadgeAdded, staff, $"{Badge.TapMark}{code} {until}".TrimEnd());
        return Results.LocalRedirect(Viewer.After(AddressOf(staff), "people.done-enrolled"));
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, BridgeCore core)
    {
        var viewer = Viewer.Of(context);
        IFormFile? file = (await BoundedForm.ReadAsync(context, StaffTable.Bytes + BoundedForm.Bytes))?.Files.GetFile("file");
        if (file is not { Length: > 0 and <= StaffTable.Bytes })
        {
            return Pages.Show<ImportPage>(viewer, StatusCodes.Status400BadRequest, ("View", ImportView.Empty), ("Fault", viewer.T["people.bad-file", StaffTable.Bytes / 1024]));
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, context.RequestAborted);
        (byte[] csv, ImportFault? unread) = StaffTable.CsvOf(bytes.ToArray(), context.RequestAborted);
        return unread == null
            ? Preview(viewer, core, csv)
            : Pages.Show<ImportPage>(viewer, StatusCodes.Status400BadRequest, ("View", ImportView.Empty with { Faults = [unread] }));
    }

    private static IResult Preview(Viewer viewer, BridgeCore core, byte[] csv, string fault = "")
    {
        var roster = RosterModel.Of(core.Read((room, _) => room.Roster.Document.Copy()));
        var view = ImportView.Of(csv, roster, core.CheckBadges);
        bool good = fault.Length == 0 && view.Faults.Count == 0;
        return Pages.Show<ImportPage>(viewer, good ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, ("View", view), ("Fault", fault));
    }

    private static async Task<IResult> ApplyAsync(HttpContext context, BridgeCore core, PeopleDesk desk, AuditLog audit)
    {
        var viewer = Viewer.Of(context);
        if (await BoundedForm.ReadAsync(context, 2 * StaffTable.Bytes) is not { } form)
        {
            return Pages.Show<ImportPage>(viewer, StatusCodes.Status400BadRequest, ("View", ImportView.Empty), ("Fault", viewer.T["people.bad-file", StaffTable.Bytes / 1024]));
        }

        byte[] csv = Encoding.UTF8.GetBytes(form["table"].ToString());
        Imported<StaffEntry> people = StaffCsv.Read(csv);
        if (people.Faults.Count > 0)
        {
            return Preview(viewer, core, csv);
        }

        // Compared with what is about to be changed: of two who apply what they have looked at, the other must not undo what the first has done.
        RosterImport? import = null;
        string fault = desk.Replace(viewer.T, document =>
        {
            if (!string.Equals(form["basis"], ImportView.BasisOf(document), StringComparison.Ordinal))
            {
                return null;
            }

            import = RosterImport.Staff(RosterModel.Of(document), people.Entries);
            return import.Document;
        });
        if (fault.Length > 0 || import == null)
        {
            return Preview(viewer, core, csv, fault.Length > 0 ? fault : viewer.T["people.changed-meanwhile"]);
        }

        int Count(string kind) => import!.Changes.Count(change => string.Equals(change.Kind, kind, StringComparison.Ordinal));
        audit.Write(context, AuditActions.StaffTaken, $"{people.Entries.Count} people", $"{Count("added")} added, {Count("changed")} changed");
        return Results.LocalRedirect(Viewer.After("/people", "people.done-imported"));
    }

    private static async Task<IResult> ExportAsync(HttpContext context, BridgeCore core, AuditLog audit)
    {
        string format = (await BoundedForm.ReadAsync(context))?["format"].ToString() is "xlsx" ? "xlsx" : "csv";
        List<StaffEntry> staff = core.Read((room, _) => room.Roster.Document.Copy()).Staff;
        audit.Write(context, AuditActions.StaffExported, format, $"{staff.Count} people");

        // The mark at the beginning tells a spreadsheet that names are in UTF-8.
        return format is "xlsx"
            ? Results.Bytes(StaffTable.Excel(staff), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "staff.xlsx")
            : Results.Bytes([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(StaffCsv.Write(staff))], "text/csv; charset=utf-8", "staff.csv");
    }

    private static IResult Privacy(HttpContext context, BridgeCore core, Database database, UserTable users, ApiKeys keys, string id)
    {
        var viewer = Viewer.Of(context);
        if (PersonOf(core, id) is not { } person)
        {
            return List(context, core, users, new PeopleSearch(), viewer.T["people.refused-unknown-staff"], status: StatusCodes.Status404NotFound);
        }

        (AppUser[] logins, ApiKey[] made, IReadOnlyList<CalendarLink> links, StoredAbout about) = Beside(core, database, users, keys, id);
        IReadOnlyList<StoredCount> counts = about.Count();
        long deliveries = about.Deliveries();
        DateTimeOffset now = core.Time.GetUtcNow();
        PrivacyView view = core.Read((room, _) => PrivacyView.Of(viewer.T, room.Roster, person, counts, deliveries, logins, made, links, now));
        return Pages.Show<PrivacyPage>(viewer, ("View", view));
    }

    private static IResult ExportPerson(HttpContext context, BridgeCore core, Database database, UserTable users, ApiKeys keys, AuditLog audit, string id)
    {
        if (PersonOf(core, id) is not { } person)
        {
            return Results.NotFound();
        }

        // A program's key may be for records alone.
        if (!Caller.Of(context)!.Permissions.Contains(Permission.ReadPeople))
        {
            return AccessGate.Forbid(Permission.ReadPeople);
        }

        audit.Write(context, AuditActions.PersonExported, id);
        (AppUser[] logins, ApiKey[] made, IReadOnlyList<CalendarLink> links, StoredAbout about) = Beside(core, database, users, keys, id);
        string text = PrivacyView.Export(person, about.All(), logins, made, links, core.Time.GetUtcNow()).ToJsonString(Readable);
        return Results.File(Encoding.UTF8.GetBytes(text), "application/json", $"{id}.json");
    }

    private static StaffEntry? PersonOf(BridgeCore core, string id) => core.Read((room, _) => room.Roster.Person(id));

    private static (AppUser[] Logins, ApiKey[] Keys, IReadOnlyList<CalendarLink> Links, StoredAbout About) Beside(BridgeCore core, Database database, UserTable users, ApiKeys keys, string id)
    {
        AppUser[] logins = [.. users.All().Where(user => string.Equals(user.Staff, id, StringComparison.Ordinal))];
        ApiKey[] made = [.. keys.All().Where(key => logins.Any(user => string.Equals(user.Name, key.MadeBy, StringComparison.Ordinal)))];
        return (logins, made, new CalendarLinks(database, core.Time).Of(id), new StoredAbout(database, id, [.. logins.Select(user => user.Name)]));
    }
}
