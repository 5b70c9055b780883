using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>Forms of the planners, read up to a length.</summary>
internal static class PlanningForms
{
    /// <summary>What a planner's own form has at most.</summary>
    internal const int Usual = 1 << 20;

    /// <summary>The form; null: it is longer, or none at all.</summary>
    internal static async Task<IFormCollection?> ReadAsync(HttpContext context, int mostBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = mostBytes;
        }

        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException or InvalidDataException)
        {
            return null;
        }
    }
}
