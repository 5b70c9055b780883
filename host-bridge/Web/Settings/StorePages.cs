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

/// <summary>The page about what is kept: backups, proof of the whole log, for how long, and what the bridge was started with.</summary>
public static class StorePages
{
    // A small house's backup is ready before the page is; of a large one the page tells that it goes on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Maps it.</summary>
    public static void MapStorePages(this IEndpointRouteBuilder web, BridgeCore core, StoreWork work, BridgeOptions options)
    {
        web.MapGet("/settings/store", (HttpContext context) => Show(Viewer.Of(context), core, work, options)).Needs(Permission.ManageStore).ExcludeFromDescription();
        web.MapPost("/settings/store/backup", (HttpContext context, AuditLog audit) => BeginAsync(context, StoreTask.Backup, core, work, options, audit)).Needs(Permission.ManageStore).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/store/verify", (HttpContext context, AuditLog audit) => BeginAsync(context, StoreTask.Verify, core, work, options, audit)).Needs(Permission.ManageStore).DisableAntiforgery().ExcludeFromDescription();
    }

    private static IResult Show(Viewer viewer, BridgeCore core, StoreWork work, BridgeOptions options, string fault = "")
    {
        CivilTime civil = SettingsMap.Civil(core);
        var told = AuditView.Of(core.Log, new AuditFilter(AuditActions.StoreBackedUp, "", DateTimeOffset.MinValue, DateTimeOffset.MaxValue), long.MaxValue, 5);
        return Pages.Show<StorePage>(
            viewer,
            fault.Length > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status200OK,
            ("Backup", work.Newest(StoreTask.Backup)),
            ("Verify", work.Newest(StoreTask.Verify)),
            ("Files", work.Files()),
            ("Told", told.Lines.Where(line => !line.IsAltered).Select(line => (civil.Dated(line.At), line.Act.By, line.Act.Target)).ToArray()),
            ("Civil", civil),
            ("RetentionDays", options.RetentionDays),
            ("Settings", SettingRow.Of(viewer.T, options.Given)),
            ("Fault", fault));
    }

    private static async Task<IResult> BeginAsync(HttpContext context, string what, BridgeCore core, StoreWork work, BridgeOptions options, AuditLog audit)
    {
        var viewer = Viewer.Of(context);
        Caller caller = Caller.Of(context)!;
        if (!work.TryBegin(what, out Task<StoreTask>? task))
        {
            return Show(viewer, core, work, options, viewer.T["settings.goes-on-already"]);
        }

        Task written = WriteDownAsync(task, caller, core, audit);
        await Task.WhenAny(written, Task.Delay(Patience, core.Time, context.RequestAborted));
        return Results.LocalRedirect("/settings/store");
    }

    // Who asked for it may have gone before it ends.
    private static async Task WriteDownAsync(Task<StoreTask> task, Caller caller, BridgeCore core, AuditLog audit)
    {
        StoreTask done = await task;
        try
        {
            if (done.What is StoreTask.Backup && done.Failure.Length == 0)
            {
                audit.Write(caller, AuditActions.StoreBackedUp, done.File, string.Create(CultureInfo.InvariantCulture, $"{done.Entries} entries"));
            }
            else if (done.What is StoreTask.Verify)
            {
                audit.Write(caller, AuditActions.StoreVerified, "", done.Failure.Length > 0 ? "failed" : string.Create(CultureInfo.InvariantCulture, $"{done.Faults.Count} faults"));
            }
        }
        catch (Exception exception) when (Store.Database.IsFault(exception))
        {
            core.Faults.Note("Writing down what was done to the store", exception);
        }
    }
}
