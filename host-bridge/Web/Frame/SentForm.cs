using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>A form that a page has sent, bounded before it is read.</summary>
public static class SentForm
{
    private const int UsualBytes = 64 * 1024;

    /// <summary>Its fields; null: what came is no form, or is too long.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context, int mostBytes = UsualBytes)
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
