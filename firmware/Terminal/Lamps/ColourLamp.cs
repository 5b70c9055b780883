using System.Device.Gpio;

namespace DutyKiosk.Terminal.Lamps
{
    /// <summary>One lamp with a green and a red light in it, as an RGB lamp has; both together are its amber.</summary>
    public sealed class ColourLamp : ILamps
    {
        private readonly GpioPin _green;
        private readonly GpioPin _red;

        /// <summary>Opens the pins, which are those of the green and the red lamp of three.</summary>
        public ColourLamp(GpioController controller, Board board)
        {
            _green = controller.OpenPin(board.GreenLamp, PinMode.Output);
            _red = controller.OpenPin(board.RedLamp, PinMode.Output);
        }

        /// <inheritdoc/>
        public void Light(bool green, bool amber, bool red)
        {
            _green.Write(green || amber ? PinValue.High : PinValue.Low);
            _red.Write(red || amber ? PinValue.High : PinValue.Low);
        }
    }
}
