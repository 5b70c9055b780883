@R02.3
Feature: R02.3 提前20分钟参加班前会,会后立即到岗
  Who takes over is in twenty minutes before the start.

  Background:
    Given the policy pack "workshop"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 提前20分钟为准时 twenty minutes before is on time
    When "S02" taps at "07:40"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | arrival | on-time |

  Scenario: 不足20分钟为迟到 a minute less is late
    When "S02" taps at "07:41"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |
