using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>Reads what a form has sent, up to a length.</summary>
public static class BoundedForm
{
    /// <summary>The longest form without a file.</summary>
    public const int Bytes = 64 * 1024;

    // The longest forms have some fields for each of many things: parameters, people, scopes.
    private const int MostFields = 1024;

    /// <summary>What was sent; null: it is no form, was too long or had too many fields, or ended before its time.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context, int mostBytes = Bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = mostBytes;
        }

        if (!context.Request.HasFormContentType)
        {
            return null;
        }

        try
        {
            return await context.Request.ReadFormAsync(new FormOptions { ValueCountLimit = MostFields, ValueLengthLimit = mostBytes, MultipartBodyLengthLimit = mostBytes }, context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or BadHttpRequestException)
        {
            return null;
        }
    }
}
