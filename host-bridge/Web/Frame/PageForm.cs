using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>Reads the form that a page has sent, bounded before a byte of it is read.</summary>
public static class PageForm
{
    /// <summary>The form; an empty one where what was sent is none, or is longer than it may be.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpContext context, long mostBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = mostBytes;
        }

        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return FormCollection.Empty;
        }
    }
}
