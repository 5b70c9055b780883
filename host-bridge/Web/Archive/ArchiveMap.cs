using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>The archive: by month and day, handover records and monthly volumes, on the screen, on paper and as PDF.</summary>
public static class ArchiveMap
{
    private const string PdfType = "application/pdf";

    /// <summary>Maps it.</summary>
    public static void MapArchive(this IEndpointRouteBuilder web, BridgeCore core, RecordSearch search, Pages pages)
    {
        var desk = new Desk(core, search, pages, PdfPrinter.Find(core.Time));
        web.MapGet("/archive", desk.Month).Needs(Permission.ReadRecords).ExcludeFromDescription();
        web.MapGet("/archive/handovers/{position}", desk.Handover).Needs(Permission.ReadRecords).ExcludeFromDescription();
        web.MapGet("/archive/handovers/{position}/pdf", desk.HandoverPdfAsync).Needs(Permission.ReadRecords).ByGetAlone().ExcludeFromDescription();
        web.MapGet("/archive/{post}/{month}", desk.Volume).Needs(Permission.ReadRecords).ExcludeFromDescription();
        web.MapGet("/archive/{post}/{month}/pdf", desk.VolumePdfAsync).Needs(Permission.ReadRecords).ByGetAlone().ExcludeFromDescription();
    }

    private sealed class Desk(BridgeCore core, RecordSearch search, Pages pages, PdfPrinter? printer)
    {
        public IResult Month(HttpContext context, string? month, string? post)
        {
            var viewer = Viewer.Of(context);
            string chosenPost = post ?? "", fault = "";
            (int First, int Last)? days = search.Index.Days();
            YearMonth? chosen = days is { } span ? RecordFacts.DayOf(span.Last).ToYearMonth() : null;
            if (!string.IsNullOrEmpty(month))
            {
                YearMonth? read = ArchiveMonths.Of(month);
                fault = read == null ? viewer.T["archive.bad-month", month.Length <= 20 ? month : month[..20]] : "";
                chosen = read ?? chosen;
            }

            IReadOnlyList<DayCount> counts = [];
            IReadOnlyList<LogEntry> handovers = [];
            if (chosen is { } of)
            {
                (int first, int last) = ArchiveMonths.SpanOf(of);
                counts = search.Index.Count(chosenPost.Length > 0 ? chosenPost : null, first, last);
                handovers = chosenPost.Length > 0 ? Entries(chosenPost, ["handover.confirmed"], of, VolumeView.MostHandovers) : [];
            }

            ArchiveView view = core.Read((room, chain) => ArchiveView.Of(viewer.T, room, chain, days, chosen, chosenPost, counts, handovers));
            return Pages.Show<ArchivePage>(viewer, fault.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, ("View", view), ("Fault", fault));
        }

        public IResult Handover(HttpContext context, string position)
        {
            var viewer = Viewer.Of(context);
            return HandoverOf(viewer.T, position) is { } view ? Pages.Show<HandoverPage>(viewer, ("View", view), ("MayPrint", printer != null)) : Results.NotFound();
        }

        public async Task<IResult> HandoverPdfAsync(HttpContext context, string position)
        {
            var viewer = Viewer.Of(context);
            if (printer == null || HandoverOf(viewer.T, position) is not { } view)
            {
                return Results.NotFound();
            }

            byte[]? pdf = await printer.PrintAsync(await pages.RenderAsync<HandoverPrint>(("View", view), ("T", viewer.T)), context.RequestAborted);
            return pdf != null ? Results.File(pdf, PdfType, $"handover-{view.Post}-{view.At.Replace(' ', '-').Replace(":", "", StringComparison.Ordinal)}.pdf")
                : Pages.Show<HandoverPage>(viewer, StatusCodes.Status503ServiceUnavailable, ("View", view), ("MayPrint", true), ("Fault", viewer.T["archive.not-printed"]));
        }

        public IResult Volume(HttpContext context, string post, string month)
        {
            var viewer = Viewer.Of(context);
            return VolumeOf(viewer.T, post, month) is { } view ? Pages.Show<VolumePage>(viewer, ("View", view), ("MayPrint", printer != null)) : Results.NotFound();
        }

        public async Task<IResult> VolumePdfAsync(HttpContext context, string post, string month)
        {
            var viewer = Viewer.Of(context);
            if (printer == null || VolumeOf(viewer.T, post, month) is not { } view)
            {
                return Results.NotFound();
            }

            byte[]? pdf = await printer.PrintAsync(await pages.RenderAsync<VolumePrint>(("View", view), ("T", viewer.T)), context.RequestAborted);
            return pdf != null ? Results.File(pdf, PdfType, $"{view.Post}-{view.Month}.pdf")
                : Pages.Show<VolumePage>(viewer, StatusCodes.Status503ServiceUnavailable, ("View", view), ("MayPrint", true), ("Fault", viewer.T["archive.not-printed"]));
        }

        private HandoverView? HandoverOf(Language t, string position)
        {
            if (RecordsMap.EntryAt(search, position) is not { } entry)
            {
                return null;
            }

            string post = search.PostOf(entry);

            // What was not proved signs nothing.
            return core.Read((room, chain) => chain.ProofOf(entry.Position) is null or Proof.Ok or Proof.Erased ? HandoverView.Of(t, room, chain, entry, post) : null);
        }

        private VolumeView? VolumeOf(Language t, string post, string month)
        {
            if (ArchiveMonths.Of(month) is not { } of || !core.Read((room, _) => room.Posts.Any(state => string.Equals(state.Post, post, StringComparison.Ordinal))))
            {
                return null;
            }

            (int first, int last) = ArchiveMonths.SpanOf(of);
            List<LogEntry> handovers = Entries(post, ["handover.confirmed"], of, VolumeView.MostHandovers + 1), alarms = Entries(post, ArchiveMonths.AlarmTypes, of, VolumeView.MostAlarms + 1);
            int records = search.Index.Count(post, first, last).Sum(count => count.Count);
            return core.Read((room, chain) => VolumeView.Of(t, room, chain, post, of, handovers, alarms, records, core.Time.GetUtcNow()));
        }

        private List<LogEntry> Entries(string post, IReadOnlyCollection<string> types, YearMonth month, int most)
        {
            (int first, int last) = ArchiveMonths.SpanOf(month);
            return search.Log.ReadAt(search.Index.FindIn(post, types, first, last, most).ToArray());
        }
    }
}
