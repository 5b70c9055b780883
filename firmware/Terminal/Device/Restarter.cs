using System.Text;
using DutyKiosk.Core.Flash;
using nanoFramework.Runtime.Native;

namespace DutyKiosk.Terminal.Device
{
    /// <summary>Restarts the terminal in order: why stands in a file, so that the next start can say so; a start without one came from the power.</summary>
    public sealed class Restarter
    {
        private const string MarkerFile = "restart";
        private const int LongestDetail = 40;

        private readonly IFlash _flash;

        /// <summary>Restarts a terminal with this flash.</summary>
        public Restarter(IFlash flash)
        {
            _flash = flash;
        }

        /// <summary>Takes the reason of this start from flash: <c>power</c>, <c>restart</c> or <c>fault</c>, and the detail.</summary>
        public string TakeCause(out string detail)
        {
            detail = "";
            byte[]? marker = _flash.Read(MarkerFile);
            if (marker == null)
            {
                return "power";
            }

            _flash.Delete(MarkerFile);
            string text = Encoding.UTF8.GetString(marker, 0, marker.Length);
            int space = text.IndexOf(' ');
            string cause = space < 0 ? text : text.Substring(0, space);
            detail = space < 0 ? "" : text.Substring(space + 1);
            return cause == "restart" ? cause : "fault";
        }

        /// <summary>Writes the reason down and restarts. <paramref name="detail"/> is cut to what a record takes.</summary>
        public void Restart(string cause, string detail)
        {
            char[] printable = (cause + " " + detail).ToCharArray();
            int length = printable.Length < cause.Length + 1 + LongestDetail ? printable.Length : cause.Length + 1 + LongestDetail;
            byte[] marker = new byte[length];
            for (int i = 0; i < length; i++)
            {
                char c = printable[i];
                marker[i] = (byte)(c < ' ' || c > '~' || c == '"' || c == '\\' ? '.' : c);
            }

            _flash.Write(MarkerFile, marker, length);
            Power.RebootDevice();
        }
    }
}
