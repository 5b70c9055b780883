@R20.2
Feature: R20.2 交接班由交、接班长负责;未当班的,班长指定人员负责
  Shift leaders hand over to each other. A leader who is not there names a deputy for that shift; a deputy of one shift is none of another.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       | qualified |
      | S01 | 王芳   | 04A1B2C3 | leader     | yes       |
      | S02 | 李强   | 04A1B2C4 | leader     | yes       |
      | S05 | 陈静   | 04A1B2C7 | operator   | yes       |
      | S06 | 杨磊   | 04A1B2C8 | operator   | yes       |
      | S07 | 钱琳   | 04A1B2D7 | operator   | no        |
      | S09 | 周主任  | 04A1B2C9 | supervisor | yes       |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S06  | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 06:30"
    And "S01" holds the duty

  Scenario: 班组成员不能代替班长接班 one of the crew cannot take over in the leader's stead
    When "S06" taps at "07:45"
    And "S01" taps at "07:52"
    And "S06" taps at "07:52:05"
    Then the tap is refused as "not-entitled"
    And "S01" holds the duty

  Scenario: 班长指定的人员可以接班 whom the leader named for the shift can
    When "S02" names "S06" deputy for shift "D1" at "07:00"
    And "S06" taps at "07:45"
    And "S01" taps at "07:52"
    And "S06" taps at "07:52:05"
    Then "S06" holds the duty
    And the last record is "handover.confirmed" with:
      | field    | value |
      | incoming | S06   |
      | to       | D1    |

  Scenario: 只有该班班长能指定 only the leader of that shift names its deputy, or a supervisor
    When "S01" names "S06" deputy for shift "D1" at "07:00"
    Then the bridge refuses with "not-entitled"
    When "S05" names "S06" deputy for shift "D1"
    Then the bridge refuses with "not-entitled"
    When "S09" names "S06" deputy for shift "D1"
    And "S06" taps at "07:45"
    And "S06" taps at "07:52"
    And "S01" taps at "07:52:05"
    Then "S06" holds the duty

  Scenario: 指定只对该班有效 a deputy of one shift is none of the next
    When "S02" names "S06" deputy for shift "D1" at "07:00"
    Then the calendar of "S06" shows shift "D1"
    And the calendar of "S06" does not show shift "N2"

  Scenario: 不合格人员不能被指定 who is not qualified cannot be named
    When "S02" names "S07" deputy for shift "D1" at "07:00"
    Then the bridge refuses with "unqualified"
