using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.Posts;

/// <summary>The page of a post: who holds, what is open, and a day as a time line.</summary>
public static class PostEndpoints
{
    // A page of one post is made anew for each viewer, so it follows a busy house with a little rest.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    /// <summary>Maps it.</summary>
    public static void MapPosts(this IEndpointRouteBuilder web, BridgeCore core, Pages pages)
    {
        var days = new DayRecords(core.Log, core.Time);
        web.MapGet("/posts/{post}", (HttpContext context, string post, string? day) =>
        {
            var viewer = Viewer.Of(context);
            LocalDate today = Today(core);
            LocalDate? wanted = PostView.DayOf(day ?? "", today);
            PostView? view = Look(core, days, viewer, post, wanted ?? today);
            return view == null ? Pages.Show<PostPage>(viewer, StatusCodes.Status404NotFound, ("Fault", viewer.T["posts.unknown"]))
                : wanted == null ? Pages.Show<PostPage>(viewer, StatusCodes.Status400BadRequest, ("View", view), ("Fault", viewer.T["posts.bad-day"]))
                : Pages.Show<PostPage>(viewer, ("View", view));
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/posts/{post}/stream", async (HttpContext context, string post, string? day) =>
        {
            var viewer = Viewer.Of(context);
            if (PostView.DayOf(day ?? "", Today(core)) is not { } wanted || Look(core, days, viewer, post, wanted) == null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            await new LiveStream(core).SendAsync(context, () => RenderAsync(core, days, pages, viewer, post, wanted), Rest);
        }).Needs(Permission.ReadBoard).ByGetAlone().ExcludeFromDescription();
    }

    private static LocalDate Today(BridgeCore core) => core.Read((room, _) => room.Roster.Civil(core.Time.GetUtcNow()).Date);

    private static PostView? Look(BridgeCore core, DayRecords days, Viewer viewer, string post, LocalDate day) => PostView.Of(viewer.T, core, days, post, day, viewer.May(Permission.ReadRecords), viewer.May(Permission.ReadSheets));

    // A post that has gone from the roster stays in the room for as long as the bridge runs.
    private static async Task<LiveMoment?> RenderAsync(BridgeCore core, DayRecords days, Pages pages, Viewer viewer, string post, LocalDate day)
    {
        return Look(core, days, viewer, post, day) is { } view
            ? new LiveMoment(view.Now, await pages.RenderAsync<PostParts>(("View", view), ("Reader", BoardReader.Of(viewer))))
            : null;
    }
}
