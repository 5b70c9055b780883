@R05.22
Feature: R05.22 值班制度,24小时
  A rotation says who is on duty at every hour, the holder stays until somebody takes over, and a desk that nobody takes is told.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the rotation "three-8h" from "2026-03-02" with:
      | parameter  | value       |
      | start      | 08:00       |
      | leaders    | S01 S02 S03 |
      | supervisor | S09         |

  Scenario: 轮流值班 everybody sees his own shifts
    Given the policy pack "phone-service"
    And the time is "2026-03-02 07:30"
    Then the calendar of "S01" shows shift "M0302"
    And the calendar of "S02" shows shift "E0302"
    And the calendar of "S03" shows shift "N0302"
    And the calendar of "S01" does not show shift "N0302"

  Scenario: 无人接班,值班人不离岗 the holder keeps the duty when nobody comes, and the supervisor is told
    Given the policy pack "phone-service"
    And the time is "2026-03-02 15:00"
    And "S01" holds the duty
    When "S01" taps at "15:55"
    And the time is "16:06"
    Then "S01" holds the duty
    And a notice about "late-handover" reaches "S09" by "16:06"
    When "S02" taps at "16:10"
    And "S01" taps at "16:11"
    And "S02" taps at "16:11:05"
    Then the last record is "handover.confirmed" with:
      | field           | value |
      | from            | M0302 |
      | to              | E0302 |
      | latenessSeconds | 665   |

  Scenario: 岗位空缺五分钟即上报 nobody takes the duty: told after five minutes
    Given the policy pack "phone-service"
    And the time is "2026-03-02 07:50"
    When the time is "08:04"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "08:06"

  Scenario: 若容许十五分钟 where a quarter of an hour is allowed, not yet
    Given the policy pack "phone-service" with:
      | parameter          | value |
      | unattendedAfterMin | 15    |
    And the time is "2026-03-02 07:50"
    When the time is "08:14"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "08:16"
