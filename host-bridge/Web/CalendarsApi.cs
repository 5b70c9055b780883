using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Planning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The calendars of people for their telephones: the feed behind a secret link, and the API by which links are made and revoked.</summary>
public static class CalendarsApi
{
    private const string Tag = "calendars";
    private const string CalendarType = "text/calendar";
    private const int DaysBehind = 31;
    private const int DaysAhead = 183;
    private const int LongestName = 40;

    // Programs ask every quarter of an hour at the most; what lies between must not keep another's answer.
    private const string Caching = "private, max-age=900";

    /// <summary>Maps them.</summary>
    public static void MapCalendars(this IEndpointRouteBuilder web, BridgeCore core, Database database)
    {
        var links = new CalendarLinks(database, core.Time);
        var limits = new FeedLimits();
        web.MapGet("/ical/{secret}.ics", (HttpContext context, string secret) => Feed(context, core, links, limits, secret))
            .IsOpen()
            .WithSummary("The shifts of one person as iCalendar, from a month ago to half a year ahead. The link is the credential.")
            .WithTags(Tag)
            .Produces<string>(StatusCodes.Status200OK, CalendarType)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        web.MapGet("/api/v1/calendars", (HttpContext context, string? staff) => List(context, links, staff))
            .Needs(Permission.Own)
            .WithSummary("The calendar links of oneself, or, with manage-people, of everybody or of one person; never their secrets.")
            .WithTags(Tag)
            .Produces<CalendarItem[]>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        web.MapPost("/api/v1/calendars", (HttpContext context, AuditLog audit, BridgeOptions options) => MakeAsync(context, core, links, audit, options))
            .Needs(Permission.Own)
            .WithSummary("Makes a secret link to the calendar of oneself, or, with manage-people, of somebody else; it is shown in this answer alone.")
            .WithTags(Tag)
            .Accepts<CalendarInput>("application/json")
            .Produces<CalendarWithLink>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        web.MapDelete("/api/v1/calendars/{id}", (HttpContext context, string id, AuditLog audit) => Revoke(context, links, audit, id))
            .Needs(Permission.Own)
            .WithSummary("Revokes a calendar link of oneself, or, with manage-people, of somebody else: it opens nothing any more.")
            .WithTags(Tag)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Feed(HttpContext context, BridgeCore core, CalendarLinks links, FeedLimits limits, string secret)
    {
        if (!limits.Take(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = "60";
            return Results.Problem($"Calendars are asked for more than {FeedLimits.AMinute} times a minute from this address: ask again in a minute.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        string? staff = links.StaffOf(secret);
        string? text = staff == null ? null : core.Read((room, _) => room.Roster.Person(staff) == null ? null : TextOf(LanguageOf(context), room.Roster, staff, core.Time.GetUtcNow()));
        if (text == null)
        {
            // Whether it never was, or is no more, is nobody's business.
            return Results.Problem("There is no such calendar: its link was revoked, or was never made. Ask for another one.", statusCode: StatusCodes.Status404NotFound);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.Headers.CacheControl = Caching;
        return Results.Bytes(bytes, CalendarType + "; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""));
    }

    // Whole days, so that the text, and its tag, stays the same for a day when nothing changes.
    private static string TextOf(Language t, RosterModel roster, string staff, DateTimeOffset now)
    {
        LocalDate today = roster.Civil(now).Date;
        return StaffCalendar.Write(roster, staff, roster.Moment(today.PlusDays(-DaysBehind).AtMidnight()), roster.Moment(today.PlusDays(DaysAhead).AtMidnight()), shift => PlanWords.NameOf(t, roster, shift, staff));
    }

    // A telephone keeps no cookie: the link itself says which language its owner reads.
    private static Language LanguageOf(HttpContext context) => Language.OfCode(context.Request.Query["lang"]);

    private static IResult List(HttpContext context, CalendarLinks links, string? staff)
    {
        var caller = Caller.Of(context)!;
        bool all = caller.Permissions.Contains(Permission.ManagePeople);
        string wanted = string.IsNullOrEmpty(staff) ? (all ? "" : caller.Staff) : staff;
        return !all && !string.Equals(wanted, caller.Staff, StringComparison.Ordinal) ? AccessGate.Forbid(Permission.ManagePeople)
            : !all && caller.Staff.Length == 0 ? AccessGate.Answer(Nobody)
            : Results.Ok(links.Of(wanted).Select(CalendarItem.Of).ToArray());
    }

    private static async Task<IResult> MakeAsync(HttpContext context, BridgeCore core, CalendarLinks links, AuditLog audit, BridgeOptions options)
    {
        (CalendarInput? input, IResult? bad) = await JsonInput.ReadAsync<CalendarInput>(context);
        if (input == null)
        {
            return bad!;
        }

        var caller = Caller.Of(context)!;
        string staff = string.IsNullOrEmpty(input.Staff) ? caller.Staff : input.Staff, name = input.Name?.Trim() ?? "";
        if (staff.Length == 0)
        {
            return AccessGate.Answer(Nobody);
        }

        if (!string.Equals(staff, caller.Staff, StringComparison.Ordinal) && !caller.Permissions.Contains(Permission.ManagePeople))
        {
            return AccessGate.Forbid(Permission.ManagePeople);
        }

        if (name.Length > LongestName || name.Any(char.IsControl))
        {
            return AccessGate.Answer(new Refusal(RefusalKind.Bad, $"name: take at most {LongestName} characters on one line."));
        }

        if (core.Read((room, _) => room.Roster.Person(staff)) == null)
        {
            return AccessGate.Answer(new Refusal(RefusalKind.Missing, $"staff: '{(staff.Length <= LongestName ? staff : staff[..LongestName] + "…")}' is not among the staff: write the person into the roster first."));
        }

        if (links.Make(staff, name, caller.Name) is not { } made)
        {
            return AccessGate.Answer(new Refusal(RefusalKind.Conflict, $"{staff} has {CalendarLinks.MostAPerson} links already: revoke one first."));
        }

        audit.Write(caller, AuditActions.CalendarMade, $"{made.Link.Id} {staff}", name);
        string address = options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
        return Results.Created($"/api/v1/calendars/{made.Link.Id}", new CalendarWithLink(CalendarItem.Of(made.Link), $"{address}/ical/{made.Secret}.ics"));
    }

    private static IResult Revoke(HttpContext context, CalendarLinks links, AuditLog audit, string id)
    {
        var caller = Caller.Of(context)!;
        CalendarLink? link = links.Find(id);

        // Whoever may not touch a link need not learn that there is one.
        bool may = link != null && (caller.Permissions.Contains(Permission.ManagePeople) || (caller.Staff.Length > 0 && string.Equals(link.Staff, caller.Staff, StringComparison.Ordinal)));
        if (!may || !links.Revoke(id))
        {
            return AccessGate.Answer(new Refusal(RefusalKind.Missing, "There is no such link, or it was revoked: look in the list of calendars for the id."));
        }

        audit.Write(caller, AuditActions.CalendarRevoked, $"{id} {link!.Staff}");
        return Results.NoContent();
    }

    private static Refusal Nobody => new(RefusalKind.Bad, "staff: whoever asks is nobody of the roster: name the person whose calendar it is to be.");

    internal sealed record CalendarInput(string? Staff = null, string? Name = null);

    internal sealed record CalendarItem(string Id, string Staff, string Name, string MadeBy, DateTime Made, DateTime? Revoked)
    {
        internal static CalendarItem Of(CalendarLink link) => new(link.Id, link.Staff, link.Name, link.MadeBy, link.MadeAt.UtcDateTime, link.RevokedAt?.UtcDateTime);
    }

    internal sealed record CalendarWithLink(CalendarItem Calendar, string Link);
}
