using System.Linq;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>What a browser is shown that goes to a page that there is not, or that whoever sits before it may not see. Programs are told in problem+json.</summary>
public static class MissingPages
{
    /// <summary>Shows it where an answer has a status of refusal and nothing else.</summary>
    public static void UseMissingPages(this WebApplication web)
    {
        var forPrograms = new StatusCodePagesOptions();
        web.UseStatusCodePages(status =>
        {
            HttpContext context = status.HttpContext;
            int code = context.Response.StatusCode;
            if (code is not (StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound) || !PageRequest.Is(context.Request))
            {
                return forPrograms.HandleAsync(status);
            }

            context.Response.Headers.CacheControl = "no-store";
            return Pages.Show<MissingPage>(Viewer.Of(context), code, ("Lacks", Forbidden.LackOf(context)), ("IsForbidden", code == StatusCodes.Status403Forbidden)).ExecuteAsync(context);
        });
    }
}
